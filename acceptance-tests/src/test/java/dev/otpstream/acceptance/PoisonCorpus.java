package dev.otpstream.acceptance;

import dev.otpstream.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that nobody can read, whatever the topic. Each has the canary, which must turn up nowhere in clear. */
final class PoisonCorpus {
  static final String CANARY = "380971112233";
  private static final int LARGE = 1_000_000;
  private static final int LARGE_HEADER = 900_000;

  private PoisonCorpus() {}

  /**
   * By what is wrong with it.
   *
   * @param id      the id of the topic's schema
   * @param foreign the id of another topic's schema
   */
  static Map<String, ProducerRecord<String, byte[]>> of(Topic<?> topic, int id, int foreign) {
    var corpus = new LinkedHashMap<String, ProducerRecord<String, byte[]>>();
    corpus.put("empty", poison(topic, new byte[0]));
    corpus.put("plain text", poison(topic, CANARY.getBytes(StandardCharsets.UTF_8)));
    corpus.put("another magic byte", poison(topic, framed(1, id, new byte[64])));
    corpus.put("unknown schema id", poison(topic, framed(0, 1_999_999_999, new byte[64])));
    corpus.put("schema of another subject", poison(topic, framed(0, foreign, new byte[64])));
    corpus.put("cut off", poison(topic, framed(0, id, new byte[0])));
    corpus.put("endless numbers", poison(topic, framed(0, id, filled(64, 0xff))));
    corpus.put("negative lengths", poison(topic, framed(0, id, filled(64, 0x01))));
    corpus.put("union index out of range", poison(topic, framed(0, id, filled(64, 0x7e))));
    corpus.put("a megabyte too much", poison(topic, framed(0, id, new byte[LARGE])));
    var largeHeader = poison(topic, framed(1, id, new byte[64]));
    largeHeader.headers().add("large", filled(LARGE_HEADER, 'x'));
    corpus.put("large header", largeHeader);
    if (!topic.compacted()) { // there a null deletes, and the broker wants a key
      corpus.put("no value", poison(topic, null));
      corpus.put("no key", new ProducerRecord<>(topic.name(), 0, null, framed(1, id, new byte[64])));
    }
    return corpus;
  }

  private static ProducerRecord<String, byte[]> poison(Topic<?> topic, byte[] value) {
    return new ProducerRecord<>(topic.name(), 0, "poison", value);
  }

  private static byte[] framed(int magic, int id, byte[] avro) {
    return ByteBuffer.allocate(5 + avro.length).put((byte) magic).putInt(id).put(avro).array();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
