package dev.otpstream.kit.channel;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the engine what became of dispatches. Thread-safe. */
public final class DeliveryReports implements AutoCloseable {
  private final Producer<String, DeliveryResult> producer;
  private final String channel;
  private final String provider;
  private final int partitions;

  public DeliveryReports(Platform platform, String channel, String provider) {
    this(new KafkaProducer<>(platform.kafka().producer("channel-" + channel + "-reports"), new StringSerializer(),
        platform.serdes().serializer(Topics.DELIVERY_RESULTS)), channel, provider);
  }

  DeliveryReports(Producer<String, DeliveryResult> producer, String channel, String provider) {
    this.producer = producer;
    this.channel = channel;
    this.provider = provider;
    this.partitions = producer.partitionsFor(Topics.DELIVERY_RESULTS.name()).size();
  }

  /**
   * Reports a provider's receipt.
   *
   * @return done when Kafka has it; only then may the provider be told that we have it
   */
  public CompletableFuture<Void> receipt(Receipt receipt) {
    var result = DeliveryResult.newBuilder().setChannel(channel).setProvider(provider)
        .setOutcome(outcome(receipt.state())).setReason(receipt.reason().orElse(null))
        .setProviderCode(receipt.providerCode()).setAt(receipt.at());
    return send(switch (receipt.subject()) {
      case Receipt.Subject.Ours ours ->
        result.setMessageId(ours.messageId()).setDispatch(ours.dispatch()).build();
      case Receipt.Subject.Theirs theirs ->
        result.setReferences(List.of(reference(theirs.providerMessageId()))).build();
    });
  }

  /**
   * Reports the outcome of a send.
   *
   * @return done when Kafka has it; only then may the dispatch be acknowledged
   */
  CompletableFuture<Void> outcome(OpenDispatch dispatch, SendReport report, int tries, Instant at) {
    return send(DeliveryResult.newBuilder().setMessageId(dispatch.messageId()).setDispatch(dispatch.dispatch())
        .setReferences(report.providerMessageIds().stream().map(this::reference).toList()).setChannel(channel)
        .setProvider(provider).setOutcome(report.outcome()).setReason(report.reason())
        .setProviderCode(report.providerCode()).setTries(tries).setParts(report.parts()).setAt(at).build());
  }

  private String reference(String providerMessageId) {
    return channel + "/" + provider + "/" + providerMessageId;
  }

  private CompletableFuture<Void> send(DeliveryResult result) {
    Long messageId = result.getMessageId();
    String key = messageId != null ? messageId.toString() : result.getReferences().getFirst();
    int partition = messageId != null ? MessageIds.partitionOf(messageId) : Topics.enginePartition(key, partitions);
    var stored = new CompletableFuture<Void>();
    var _ = producer.send(new ProducerRecord<>(Topics.DELIVERY_RESULTS.name(), partition, key, result),
        (metadata, problem) -> {
          if (problem == null) stored.complete(null);
          else
            stored.completeExceptionally(problem);
        });
    return stored;
  }

  private static DeliveryOutcome outcome(Receipt.State state) {
    return switch (state) {
      case DELIVERED -> DeliveryOutcome.DELIVERED;
      case READ -> DeliveryOutcome.READ;
      case UNDELIVERED -> DeliveryOutcome.UNDELIVERED;
    };
  }

  @Override public void close() {
    producer.close();
  }
}
