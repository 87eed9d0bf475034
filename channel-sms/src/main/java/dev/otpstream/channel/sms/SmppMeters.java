package dev.otpstream.channel.sms;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What operators see of one centre. Thread-safe. */
record SmppMeters(MeterRegistry registry, String provider) {
  private static final String PROVIDER = "provider";

  void links(Links links) {
    Gauge.builder("otp.smpp.links.bound", links, Links::bound).description("Sessions with the centre")
        .tag(PROVIDER, provider).register(registry);
  }

  void submit(String status) {
    registry.counter("otp.smpp.submits", PROVIDER, provider, "status", status).increment();
  }

  void receipt(String what) {
    registry.counter("otp.smpp.receipts", PROVIDER, provider, "what", what).increment();
  }
}
