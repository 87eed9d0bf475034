package dev.otpstream.webhooks;

import dev.otpstream.schemas.serde.RecordSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Writes whatever record it is given. */
final class AnyRecord implements Serializer<Object> {
  private final Serializer<SpecificRecord> serializer;

  AnyRecord(RecordSerdes serdes) {
    serializer = serdes.serializer();
  }

  @Override public byte[] serialize(String topic, Object record) {
    return serializer.serialize(topic, (SpecificRecord) record);
  }
}
