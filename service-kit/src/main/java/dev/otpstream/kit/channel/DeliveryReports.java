package dev.otpstream.kit.channel;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Stored;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the engine what became of dispatches. Thread-safe. */
public final class DeliveryReports implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private final Producer<String, DeliveryResult> producer;
  private final String channel;
  private final String provider;
  private final int partitions;

  /** For an adapter's receipts; a worker has its own for outcomes. */
  public DeliveryReports(Platform platform, String channel, String provider) {
    this(platform, channel, provider, "receipts");
  }

  DeliveryReports(Platform platform, String channel, String provider, String purpose) {
    this(new KafkaProducer<>(platform.kafka().producer("channel-" + channel + "-" + purpose), new StringSerializer(),
        platform.serdes().serializer(Topics.DELIVERY_RESULTS)), channel, provider);
  }

  DeliveryReports(Producer<String, DeliveryResult> producer, String channel, String provider) {
    this.producer = producer;
    this.channel = channel;
    this.provider = provider;
    this.partitions = producer.partitionsFor(Topics.DELIVERY_RESULTS.name()).size();
  }

  /** Whether the engine can have a message of this id. What a provider gives back may be anything. */
  public boolean routes(long messageId) {
    return MessageIds.isValid(messageId) && MessageIds.partitionOf(messageId) < partitions;
  }

  /**
   * Reports a provider's receipt. If it names a message that the engine cannot have, there is nothing to report.
   *
   * @return done when Kafka has it; only then may the provider be told that we have it
   */
  public CompletableFuture<Void> receipt(Receipt receipt) {
    return receipt(provider, receipt);
  }

  /** The same, of one provider of several. */
  public CompletableFuture<Void> receipt(String by, Receipt receipt) {
    CrashPoint.RECEIPT_TOOK.pass();
    var result = DeliveryResult.newBuilder().setChannel(channel).setProvider(by)
        .setOutcome(outcome(receipt.state())).setReason(receipt.reason().orElse(null))
        .setProviderCode(receipt.providerCode()).setAt(receipt.at());
    return switch (receipt.subject()) {
      case Receipt.Subject.Ours ours when !routes(ours.messageId()) -> CompletableFuture.completedFuture(null);
      case Receipt.Subject.Ours ours ->
        kept(result.setMessageId(ours.messageId()).setDispatch(ours.dispatch()).build());
      case Receipt.Subject.Theirs theirs ->
        kept(result.setReferences(List.of(reference(by, theirs.providerMessageId()))).build());
    };
  }

  private CompletableFuture<Void> kept(DeliveryResult receipt) {
    return send(receipt).thenRun(CrashPoint.RECEIPT_STORED::pass);
  }

  /** Reports the outcome of a dispatch that no provider was asked for. */
  CompletableFuture<Void> outcome(DispatchId dispatch, SendReport report, Instant at) {
    return outcome(dispatch, provider, report, 0, at);
  }

  /**
   * Reports the outcome of a send.
   *
   * @param by the provider whose doing it is
   * @return done when Kafka has it; only then may the dispatch be acknowledged
   */
  CompletableFuture<Void> outcome(DispatchId dispatch, String by, SendReport report, int tries, Instant at) {
    return send(DeliveryResult.newBuilder().setMessageId(dispatch.messageId()).setDispatch(dispatch.dispatch())
        .setReferences(report.providerMessageIds().stream().map(id -> reference(by, id)).toList()).setChannel(channel)
        .setProvider(by).setOutcome(report.outcome()).setReason(report.reason())
        .setProviderCode(report.providerCode()).setHandle(report.handle()).setTries(tries).setParts(report.parts())
        .setAt(at).build());
  }

  private String reference(String by, String providerMessageId) {
    return channel + "/" + by + "/" + providerMessageId;
  }

  private CompletableFuture<Void> send(DeliveryResult result) {
    Long messageId = result.getMessageId();
    String key = messageId != null ? messageId.toString() : result.getReferences().getFirst();
    int partition = messageId != null ? MessageIds.partitionOf(messageId) : Topics.enginePartition(key, partitions);
    var record = new ProducerRecord<>(Topics.DELIVERY_RESULTS.name(), partition, key, result);
    Trace.current().into(record.headers());
    return Stored.by(producer, record);
  }

  private static DeliveryOutcome outcome(Receipt.State state) {
    return switch (state) {
      case DELIVERED -> DeliveryOutcome.DELIVERED;
      case READ -> DeliveryOutcome.READ;
      case UNDELIVERED -> DeliveryOutcome.UNDELIVERED;
    };
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
