package dev.otpstream.simulators.kaleyra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Stage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Posts callbacks, again with growing pauses until they are answered 2xx. The documentation does not say how often. */
final class KaleyraCallbacks {
  static final int TRIES_MAX = 5;
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Duration REPLAY_AGE = Duration.ofHours(1);
  private final Stage stage;
  private final Duration firstPause;

  private record Callback(URI to, String phone, String messageId, ObjectNode body) {}

  KaleyraCallbacks(Duration firstPause, Stage stage) {
    this.stage = stage;
    this.firstPause = firstPause;
  }

  /** A forged one is posted beside the secret address, since nothing else tells forgeries. */
  void post(KaleyraMessage message, KaleyraMessage.Standing standing, Receipt.Flaw flaw) {
    String url = message.order().callback();
    if (url.isEmpty()) return;
    String id = flaw == Receipt.Flaw.UNKNOWN_ID ? UUID.randomUUID() + ":1" : message.id();
    Instant at = flaw == Receipt.Flaw.OLD_TIMESTAMP ? Instant.now().minus(REPLAY_AGE) : Instant.now();
    URI to = URI.create(flaw == Receipt.Flaw.WRONG_SIGNATURE ? url + "x" : url);
    post(new Callback(to, message.order().phone(), id, message.callback(id, standing, at)), 1);
  }

  private void post(Callback callback, int tries) {
    stage.journal().sent(Kaleyra.NAME, "callback", callback.phone(), callback.messageId(), callback.body());
    stage.callbacks().post(callback.to(), JSON, callback.body().toString().getBytes(StandardCharsets.UTF_8),
        status -> answered(callback, tries, status));
  }

  private void answered(Callback callback, int tries, int httpStatus) {
    stage.journal().count(Kaleyra.NAME, httpStatus == 0 ? "callback unanswered" : "callback answered " + httpStatus);
    if (httpStatus / 100 == 2) return;
    if (tries >= TRIES_MAX) {
      stage.journal().count(Kaleyra.NAME, "callback lost");
      return;
    }
    stage.timers().after(firstPause.multipliedBy(1L << (tries - 1)), () -> post(callback, tries + 1));
  }
}
