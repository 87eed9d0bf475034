package dev.otpstream.ingress.templates;

import dev.otpstream.ingress.store.KafkaStore;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Template;
import dev.otpstream.schemas.Topics;
import java.time.Duration;

/** The templates of the platform, kept up to date. */
public final class TemplateDirectory implements AutoCloseable {
  private final KafkaStore<Template> store;
  private final Templates templates;

  private TemplateDirectory(KafkaStore<Template> store) {
    this.store = store;
    this.templates = new Templates(store);
  }

  /** Starts reading the templates. */
  public static TemplateDirectory open(Platform platform) {
    return new TemplateDirectory(new KafkaStore<>(platform, Topics.TEMPLATES, "templates", (_, _) -> {}));
  }

  /** Waits until all templates are known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return store.awaitCaughtUp(timeout);
  }

  public Templates templates() {
    return templates;
  }

  @Override public void close() {
    store.close();
  }
}
