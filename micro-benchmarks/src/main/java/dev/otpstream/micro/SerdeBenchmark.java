package dev.otpstream.micro;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records to bytes and back, in the registry's wire format. */
@State(Scope.Benchmark)
public class SerdeBenchmark {
  private static final int SEALED_BYTES = 46;
  private static final Instant AT = Instant.ofEpochMilli(1_767_323_045_000L);
  private final RecordSerdes serdes = new RecordSerdes(
      SchemaRegistry.from(RegistrySettings.of("mock://micro", "").asMap()));
  private final Serializer<OtpCommand> writesCommands = serdes.serializer(Topics.COMMANDS);
  private final Deserializer<OtpCommand> readsCommands = serdes.deserializer(Topics.COMMANDS);
  private final Serializer<DeliveryResult> writesResults = serdes.serializer(Topics.DELIVERY_RESULTS);
  private final Deserializer<DeliveryResult> readsResults = serdes.deserializer(Topics.DELIVERY_RESULTS);
  private final Serializer<Dispatch> writesDispatches = serdes.serializer(Topics.DISPATCH_SMS);
  private final Deserializer<Dispatch> readsDispatches = serdes.deserializer(Topics.DISPATCH_SMS);
  private final Serializer<StatusEvent> writesEvents = serdes.serializer(Topics.STATUS);
  private final Deserializer<StatusEvent> readsEvents = serdes.deserializer(Topics.STATUS);
  private final OtpCommand command = command();
  private final Dispatch dispatch = dispatch();
  private final StatusEvent event = event();
  private final DeliveryResult result = result();
  private final byte[] commandBytes = writesCommands.serialize(Topics.COMMANDS.name(), command);
  private final byte[] resultBytes = writesResults.serialize(Topics.DELIVERY_RESULTS.name(), result);

  private final byte[] dispatchBytes = writesDispatches.serialize(Topics.DISPATCH_SMS.name(), dispatch);
  private final byte[] eventBytes = writesEvents.serialize(Topics.STATUS.name(), event);

  private static OtpCommand command() {
    var send = Send.newBuilder().setPurpose("").setRecipient(ByteBuffer.allocate(SEALED_BYTES))
        .setRecipientToken("u7Yt1dOZ0mKfJc2Qp5vXnA").setRecipientMasked("+38097*****67")
        .setCode(new OurCode(6, 1, 5, true, true))
        .setRoute(List.of(RouteStep.newBuilder().setChannel("telegram").setReceiptTimeoutMs(30_000).build(),
            RouteStep.newBuilder().setChannel("sms").setReceiptTimeoutMs(60_000)
                .setText(ByteBuffer.allocate(SEALED_BYTES)).build()))
        .setLifetimeMs(300_000).setCallerReference(null).setReference(null).setHooks(List.of()).build();
    return OtpCommand.newBuilder().setCommandId("9f2c1a7be04d55aa10-1z4").setAccountId("acc_1").setReplyPartition(3)
        .setPatienceMs(4_500).setIdempotency(null).setBody(send).build();
  }

  private static DeliveryResult result() {
    return DeliveryResult.newBuilder().setMessageId(1_049_601L).setDispatch(1)
        .setReferences(List.of("sms/smpp/1767323045000123")).setChannel("sms").setProvider("smpp")
        .setOutcome(DeliveryOutcome.SENT).setReason(null).setProviderCode(null).setTries(1).setParts(1)
        .setAt(AT).build();
  }

  private static Dispatch dispatch() {
    return Dispatch.newBuilder().setMessageId(1_049_601L).setDispatch(1).setAccountId("acc_1").setChannel("sms")
        .setRecipient(ByteBuffer.allocate(SEALED_BYTES)).setRecipientMasked("+38097*****67")
        .setCode(ByteBuffer.allocate(SEALED_BYTES)).setText(ByteBuffer.allocate(SEALED_BYTES)).setSender(null)
        .setAcceptedAt(AT).setExpiresAt(AT.plusSeconds(300)).build();
  }

  private static StatusEvent event() {
    return StatusEvent.newBuilder().setMessageId(1_049_601L).setSequence(3).setType(StatusType.DELIVERED)
        .setState(MessageState.DELIVERED).setAt(AT).setAccountId("acc_1").setRecipientToken("u7Yt1dOZ0mKfJc2Qp5vXnA")
        .setRecipientMasked("+38097*****67").setChannel("sms").setDispatch(1).setProvider("smpp").build();
  }

  @Benchmark public byte[] writeDispatch() {
    return writesDispatches.serialize(Topics.DISPATCH_SMS.name(), dispatch);
  }

  @Benchmark public Dispatch readDispatch() {
    return readsDispatches.deserialize(Topics.DISPATCH_SMS.name(), dispatchBytes);
  }

  @Benchmark public byte[] writeEvent() {
    return writesEvents.serialize(Topics.STATUS.name(), event);
  }

  @Benchmark public StatusEvent readEvent() {
    return readsEvents.deserialize(Topics.STATUS.name(), eventBytes);
  }

  @Benchmark public byte[] writeCommand() {
    return writesCommands.serialize(Topics.COMMANDS.name(), command);
  }

  @Benchmark public OtpCommand readCommand() {
    return readsCommands.deserialize(Topics.COMMANDS.name(), commandBytes);
  }

  @Benchmark public byte[] writeResult() {
    return writesResults.serialize(Topics.DELIVERY_RESULTS.name(), result);
  }

  @Benchmark public DeliveryResult readResult() {
    return readsResults.deserialize(Topics.DELIVERY_RESULTS.name(), resultBytes);
  }
}
