package dev.otpstream.ingress;

import dev.otpstream.kit.Launcher;

/** Runs the ingress as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("api-ingress", Ingress::start);
  }
}
