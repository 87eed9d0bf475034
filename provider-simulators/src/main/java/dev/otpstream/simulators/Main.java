package dev.otpstream.simulators;

import java.util.concurrent.CountDownLatch;

/** The simulators as a process of their own. Prints one line when all ports are open; runs until it is stopped. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    Simulators simulators = Simulators.start(SimulatorsConfig.from(System.getenv()));
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      simulators.close();
      stopped.countDown();
    }, "shutdown"));
    System.out.println("simulators ready " + simulators.controlUrl());
    stopped.await();
  }
}
