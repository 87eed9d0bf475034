package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Launcher;

/** The Telegram worker as a process of its own. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("channel-telegram", TelegramChannel::start);
  }
}
