package dev.otpstream.channel.sms;

import dev.otpstream.kit.Launcher;

/** The SMS worker as a process of its own. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("channel-sms", SmsChannel::start);
  }
}
