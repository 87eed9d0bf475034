package example;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.schemas.StatusEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Decodes the Confluent wire format: a zero byte, the id of the writer's schema in four bytes, Avro. The registry gives
 * the schema of an id once; Avro then turns whatever version was written into the version that we know.
 */
final class StatusEventDecoder {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private final Map<Integer, SpecificDatumReader<StatusEvent>> readers = new HashMap<>();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String registryUrl;

  StatusEventDecoder(String registryUrl) {
    this.registryUrl = registryUrl;
  }

  StatusEvent decode(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < 5 || header.get() != 0) throw new IllegalArgumentException("not in the registry's wire format");
    var reader = readers.computeIfAbsent(header.getInt(),
        id -> new SpecificDatumReader<>(schema(id), StatusEvent.getClassSchema()));
    try {
      return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema schema(int id) {
    var request = HttpRequest.newBuilder(URI.create(registryUrl + "/schemas/ids/" + id)).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) throw new IllegalStateException("no schema " + id + ": " + answer.statusCode());
      return new Schema.Parser().parse(new ObjectMapper().readTree(answer.body()).path("schema").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
