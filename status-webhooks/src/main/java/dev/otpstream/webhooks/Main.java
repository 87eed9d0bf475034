package dev.otpstream.webhooks;

import dev.otpstream.kit.Launcher;

/** Runs status-webhooks as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("status-webhooks", StatusWebhooks::start);
  }
}
