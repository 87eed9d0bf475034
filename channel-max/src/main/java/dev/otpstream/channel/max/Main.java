package dev.otpstream.channel.max;

import dev.otpstream.kit.Launcher;

/** The MAX worker as a process of its own. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Launcher.run("channel-max", MaxChannel::start);
  }
}
