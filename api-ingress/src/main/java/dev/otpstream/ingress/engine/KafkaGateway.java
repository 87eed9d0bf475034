package dev.otpstream.ingress.engine;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.observe.Buckets;
import dev.otpstream.kit.observe.ClientMeters;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands onto {@code otp.commands}, replies from one partition of {@code otp.replies}. At most so many are in flight;
 * more are shed at once. Whoever is told that the engine is away can rely on it: the command was surely not sent, or the
 * engine's patience with it is over.
 */
final class KafkaGateway implements CommandGateway, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaGateway.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Outcome AWAY = new Outcome.Away();
  private final ConcurrentMap<String, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();
  private final CommandIds ids = CommandIds.random();
  private final ReplyTiming timing;
  private final Semaphore room;
  private final int replyPartition;
  private final Counter shed;
  private final Counter unanswered;
  private final Timer replyWait;
  private final KafkaProducer<String, OtpCommand> producer;
  private final ClientMeters producerMeters;
  private final ReplyReader replies;

  /**
   * @param replyPartition the partition of {@code otp.replies} to read
   * @param inFlightMax    how many commands may wait for their reply at once
   */
  KafkaGateway(Platform platform, ReplyTiming timing, int replyPartition, int inFlightMax) {
    this.timing = timing;
    this.replyPartition = replyPartition;
    this.room = new Semaphore(inFlightMax);
    this.shed = platform.meters().counter("otp.commands.shed");
    this.unanswered = platform.meters().counter("otp.commands.unanswered");
    Gauge.builder("otp.commands.in.flight", waiting, ConcurrentMap::size).register(platform.meters());
    this.replyWait = Timer.builder("otp.reply.seconds").description("From the command to the engine's reply")
        .serviceLevelObjectives(Buckets.answers()).register(platform.meters());
    this.producer = producer(platform);
    this.producerMeters = ClientMeters.of(platform.meters(), producer);
    this.replies = new ReplyReader(platform, replyPartition, ids, waiting::get);
  }

  private KafkaProducer<String, OtpCommand> producer(Platform platform) {
    var settings = platform.kafka().producer("api-ingress-commands");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) timing.handOverBlock().toMillis());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timing.handOver().toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timing.handOver().toMillis());
    return new KafkaProducer<>(settings, new StringSerializer(), platform.serdes().serializer(Topics.COMMANDS));
  }

  /** Waits until replies can be read and the producer knows the topic; false when the time is over. */
  boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    if (!replies.awaitPositioned(timeout)) return false;
    while (System.nanoTime() < deadlineNs) {
      try {
        producer.partitionsFor(Topics.COMMANDS.name());
        return true;
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        LOG.atDebug().addKeyValue("topic", Topics.COMMANDS.name()).log("no metadata yet");
      }
    }
    return false;
  }

  @Override public CompletableFuture<Outcome> ask(Order order) {
    if (!room.tryAcquire()) {
      shed.increment();
      return CompletableFuture.completedFuture(AWAY);
    }
    var command = OtpCommand.newBuilder().setCommandId(ids.next()).setAccountId(order.accountId())
        .setReplyPartition(replyPartition).setPatienceMs(timing.patience().toMillis())
        .setIdempotency(order.idempotency()).setBody(order.body()).build();
    String id = command.getCommandId();
    long startedNs = System.nanoTime();
    var reply = new CompletableFuture<Outcome>();
    waiting.put(id, reply);
    var settled = reply.completeOnTimeout(AWAY, timing.replyTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((outcome, _) -> settle(id, outcome, startedNs));
    var record = new ProducerRecord<>(Topics.COMMANDS.name(), order.partition(), order.key(), command);
    Trace.current().into(record.headers());
    handOver(record, reply);
    return settled;
  }

  private void handOver(ProducerRecord<String, OtpCommand> command, CompletableFuture<Outcome> reply) {
    Thread asker = Thread.currentThread();
    CrashPoint.INGRESS_BEFORE_COMMAND.pass();
    try {
      var _ = producer.send(command, (_, failure) -> {
        if (failure == null) {
          CrashPoint.INGRESS_COMMAND_STORED.pass();
          return;
        }
        // A failure that the network thread reports may come after the broker took the command: then the reply, or
        // the end of the engine's patience, decides. One that is reported here and now came before any of it was sent.
        boolean surelyNotSent = Thread.currentThread() == asker || !(failure instanceof RetriableException);
        if (surelyNotSent) reply.complete(AWAY);
        notHandedOver(failure);
      });
    } catch (KafkaException e) { // the registry is away, or the producer is closed
      notHandedOver(e);
      reply.complete(AWAY);
    }
  }

  private static void notHandedOver(Exception failure) {
    LOG.atWarn().addKeyValue("failure", failure.getClass().getSimpleName()).log("command not handed over");
  }

  private void settle(String id, Outcome outcome, long startedNs) {
    waiting.remove(id);
    room.release();
    if (outcome instanceof Outcome.Away) unanswered.increment();
    else
      replyWait.record(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
  }

  @Override public void close() {
    producerMeters.close();
    producer.close(CLOSE_TIMEOUT);
    replies.close();
  }
}
