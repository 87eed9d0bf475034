package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"sent\":true}";
  private static final String CHUNKED = """
      HTTP/1.1 503 Busy\r
      Transfer-Encoding: chunked\r
      \r
      4\r
      abcd\r
      3;x=y\r
      efg\r
      0\r
      \r
      """;
  private final AnswerReader reader = new AnswerReader();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000}) void readsAnswersInPiecesOfAnySize(int piece) throws Exception {
    String stream = SIZED + CHUNKED + "HTTP/1.1 204 No Content\r\n\r\n";
    var read = new StringBuilder();
    for (int at = 0; at < stream.length(); at += piece) {
      take(stream.substring(at, Math.min(at + piece, stream.length())));
      for (Reply.Answer answer = reader.next(); answer != null; answer = reader.next())
        read.append(answer.status()).append(answer.body()).append('|');
    }

    assertThat(read).hasToString("200{\"sent\":true}|503abcdefg|204|");
    assertThat(reader.hasBytes()).isFalse();
  }

  @Test void seesThatTheServerWillClose() throws Exception {
    take("HTTP/1.1 400 Bad\r\nConnection: Close\r\ncontent-length: 0\r\n\r\n");

    assertThat(reader.next()).isEqualTo(new Reply.Answer(400, ""));
    assertThat(reader.closing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nno length", "HTTP/1.1 abc\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) void refusesWhatItDoesNotUnderstand(String bytes) {
    take(bytes);

    assertThatExceptionOfType(AnswerReader.NotUnderstood.class).isThrownBy(reader::next);
  }

  private void take(String text) {
    reader.take(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
