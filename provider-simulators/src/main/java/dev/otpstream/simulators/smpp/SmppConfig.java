package dev.otpstream.simulators.smpp;

import java.time.Duration;

/**
 * Settings of the simulated SMS centre.
 *
 * @param port zero for any free one
 * @param password the only password that is taken; may be longer than the standard's eight characters
 * @param submitWindow how many unanswered submit_sm a session may have before it is throttled; zero for any number
 * @param receiptWindow how many deliver_sm a session is sent before it has answered
 * @param receiptPause the pause before a receipt that was answered with an error is sent again
 * @param linkCheck how long a session may be quiet before it is asked for a sign of life
 */
public record SmppConfig(int port,
    String systemId,
    String password,
    int submitWindow,
    int receiptWindow,
    Duration receiptPause,
    Duration linkCheck,
    ReceiptForm receiptForm) {

  public static SmppConfig defaults() {
    return new SmppConfig(0, "otpstream", "simulate", 0, 100, Duration.ofMillis(200), Duration.ofSeconds(30),
        ReceiptForm.usual());
  }

  public SmppConfig withPort(int other) {
    return new SmppConfig(other, systemId, password, submitWindow, receiptWindow, receiptPause, linkCheck, receiptForm);
  }

  public SmppConfig withAccount(String otherSystemId, String otherPassword) {
    return new SmppConfig(port, otherSystemId, otherPassword, submitWindow, receiptWindow, receiptPause, linkCheck,
        receiptForm);
  }

  public SmppConfig withSubmitWindow(int other) {
    return new SmppConfig(port, systemId, password, other, receiptWindow, receiptPause, linkCheck, receiptForm);
  }

  public SmppConfig withReceiptWindow(int other) {
    return new SmppConfig(port, systemId, password, submitWindow, other, receiptPause, linkCheck, receiptForm);
  }

  public SmppConfig withReceiptPause(Duration other) {
    return new SmppConfig(port, systemId, password, submitWindow, receiptWindow, other, linkCheck, receiptForm);
  }

  public SmppConfig withLinkCheck(Duration other) {
    return new SmppConfig(port, systemId, password, submitWindow, receiptWindow, receiptPause, other, receiptForm);
  }

  public SmppConfig withReceiptForm(ReceiptForm other) {
    return new SmppConfig(port, systemId, password, submitWindow, receiptWindow, receiptPause, linkCheck, other);
  }

  /** Without system id and password. */
  @Override public String toString() {
    return "SmppConfig[port=" + port + ", receiptForm=" + receiptForm + "]";
  }
}
