package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.Idempotency;
import org.apache.avro.specific.SpecificRecord;

/**
 * A command, sealed and addressed; only its id and where the reply goes are missing.
 *
 * @param key         the record's key
 * @param partition   the partition that owns the key
 * @param idempotency null: a command of its own
 */
record Order(String accountId, String key, int partition, Idempotency idempotency, SpecificRecord body) {
  @Override public String toString() {
    return "Order[" + body.getSchema().getName() + "]";
  }
}
