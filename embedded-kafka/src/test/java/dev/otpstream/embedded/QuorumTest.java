package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
  private static final String VOTERS = "1@127.0.0.1:20001,2@127.0.0.1:20002,3@127.0.0.1:20003";

  @Test void isReadAndWrittenAsKafkaDoes() {
    Quorum quorum = Quorum.parse("2", VOTERS);
    assertThat(quorum).isEqualTo(new Quorum(2, Map.of(1, 20_001, 2, 20_002, 3, 20_003)));
    assertThat(quorum.voters()).isEqualTo(VOTERS);
    assertThat(quorum.controllerPort()).isEqualTo(20_002);
  }

  @Test void allNodesFindTheSameClusterId() {
    assertThat(Quorum.parse("1", VOTERS).clusterId()).isEqualTo(Quorum.parse("3", VOTERS).clusterId())
        .isNotEqualTo(Quorum.parse("1", "1@127.0.0.1:20001").clusterId());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"1|1@10.0.0.1:9093", "1|127.0.0.1:9093", "4|1@127.0.0.1:9093",
    "x|1@127.0.0.1:9093",
    "1|1@127.0.0.1:9093,"}) void refusesWhatIsNoQuorumOnLoopback(String node, String voters) {
    assertThatThrownBy(() -> Quorum.parse(node, voters)).isInstanceOf(IllegalArgumentException.class);
  }
}
