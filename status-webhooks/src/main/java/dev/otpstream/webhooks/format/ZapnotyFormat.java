package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.StatusEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Zapnoty's newer callback: the signature covers the time, and names one value for each secret that is valid. */
final class ZapnotyFormat implements HookFormat {
  static final String SIGNATURE = "X-Zapnoty-Signature";
  static final String TIMESTAMP = "X-Zapnoty-Timestamp";
  static final String DELIVERY_ID = "X-Zapnoty-Delivery-Id";
  static final String EVENT = "X-Zapnoty-Event";

  @Override public String name() {
    return "zapnoty";
  }

  @Override public boolean mustBeSigned() {
    return true;
  }

  @Override public Optional<String> word(StatusEvent event) {
    return ZapnotyWords.of(event);
  }

  @Override public HookRequest write(Telling telling) {
    ObjectNode body = Json.object();
    body.put("event", telling.word());
    ZapnotyWords.putData(body, telling);
    String text = Json.text(body);
    long at = telling.now().getEpochSecond();
    return HookRequest.post(telling,
        Map.of(SIGNATURE, signature(telling.endpoint().secrets(), at, text), TIMESTAMP, Long.toString(at), DELIVERY_ID,
            telling.due().getEventId(), EVENT, telling.word()),
        text);
  }

  /** While an old secret is still valid, a receiver may know either. */
  static String signature(List<Secret> secrets, long at, String body) {
    return "t=" + at + secrets.stream().map(secret -> ",v1=" + Hmac.hex(secret.reveal(), at + "." + body))
        .collect(Collectors.joining());
  }
}
