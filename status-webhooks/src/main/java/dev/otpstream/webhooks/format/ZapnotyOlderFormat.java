package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.StatusEvent;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Zapnoty's older callback: the time is in the body, and the signature has room for one secret, the newest. */
final class ZapnotyOlderFormat implements HookFormat {
  @Override public String name() {
    return "zapnoty-older";
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
    body.put("timestamp", telling.event().getAt().truncatedTo(ChronoUnit.SECONDS).toString());
    ZapnotyWords.putData(body, telling);
    String text = Json.text(body);
    return HookRequest.post(telling,
        Map.of(ZapnotyFormat.SIGNATURE, signature(telling.endpoint().secrets().getFirst(), text)), text);
  }

  static String signature(Secret secret, String body) {
    return Hmac.hex(secret.reveal(), body);
  }
}
