package dev.otpstream.engine;

import dev.otpstream.kit.Launcher;

/** Runs the engine as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("otp-engine", OtpEngine::start);
  }
}
