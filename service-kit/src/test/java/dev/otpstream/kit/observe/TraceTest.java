package dev.otpstream.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.observe.Tracing.Kind;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  /** The example of the standard. */
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test void whatARecordCarriesIsReadBack() {
    var headers = new RecordHeaders();
    Trace.of(PARENT, "congo=t61rcWkgMzE").into(headers);
    assertThat(Trace.of(headers)).isEqualTo(new Trace(PARENT, "congo=t61rcWkgMzE"));
  }

  @Test void aRecordHasOnePlaceInATrace() {
    var headers = new RecordHeaders();
    Trace.of(PARENT, "a=1").into(headers);
    Trace.of(PARENT.replace("b7ad", "aaaa"), null).into(headers);
    assertThat(headers.headers(Trace.PARENT_HEADER)).hasSize(1);
    assertThat(headers.headers(Trace.STATE_HEADER)).isEmpty();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX: 1"}) void whatIsMalformedIsIgnored(String said) {
    assertThat(Trace.of(said, "a=1")).isSameAs(Trace.NONE);
  }

  @Test void aStateThatCannotBeAHeaderIsLeftOut() {
    assertThat(Trace.of(PARENT, "a=1\nX: 2").state()).isEmpty();
    assertThat(Trace.of(PARENT, "a".repeat(513)).state()).isEmpty();
  }

  @Test void whatIsDoneForATraceBelongsToIt() {
    var trace = Trace.of(PARENT, null);
    assertThat(trace.call(Trace::current)).isEqualTo(trace);
    assertThat(trace.call(() -> Trace.NONE.call(Trace::current))).isEqualTo(Trace.NONE);
    assertThat(Trace.current()).isSameAs(Trace.NONE);
  }

  @Test void withoutAnExporterAStepOnlyHandsOnWhatCameIn() {
    try (Hop hop = Tracing.begin(Kind.TAKE, "otp-engine", "otp.commands", Trace.of(PARENT, null))) {
      assertThat(hop.trace().parent()).isEqualTo(PARENT);
    }
  }

  @Test void withoutAnExporterAndATraceThereIsNoStepAtAll() {
    for (Kind kind : Kind.values())
      assertThat(Tracing.begin(kind, "api-ingress", "zapnoty send", Trace.NONE)).isSameAs(Hop.NONE);
    var headers = new RecordHeaders();
    Trace.NONE.into(headers);
    assertThat(headers).isEmpty();
  }

  @Test void withAnExporterOnlyACallBeginsATrace() {
    try (var _ = exporting(Map.of())) {
      assertThat(Tracing.begin(Kind.TAKE, "otp-engine", "otp.delivery-results", Trace.NONE)).isSameAs(Hop.NONE);
      try (Hop hop = Tracing.begin(Kind.CALL, "api-ingress", "zapnoty send", Trace.NONE)) {
        assertThat(hop.trace().parent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
      }
    }
  }

  @Test void withAnExporterEachStepHasAPlaceOfItsOwnInTheSameTrace() {
    try (var _ = exporting(Map.of());
        Hop hop = Tracing.begin(Kind.TAKE, "otp-engine", "otp.commands", Trace.of(PARENT, "congo=t61rcWkgMzE"))) {
      assertThat(hop.trace().parent()).startsWith(PARENT.substring(0, 36)).isNotEqualTo(PARENT);
      assertThat(hop.trace().state()).isEqualTo("congo=t61rcWkgMzE");
    }
  }

  @Test void anOperatorsSamplerIsObeyed() {
    try (var _ = exporting(Map.of("OTEL_TRACES_SAMPLER", "always_off"));
        Hop hop = Tracing.begin(Kind.CALL, "api-ingress", "zapnoty send", Trace.NONE)) {
      assertThat(hop.trace().parent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
    }
  }

  @Test void aMalformedSettingIsNamed() {
    Env env = Env.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9", "OTEL_TRACES_SAMPLER", "sometimes"));
    try (var _ = Tracing.start(env, "test")) {
      assertThat(Tracing.isOn()).isFalse();
    }
    assertThatThrownBy(env::failOnProblems).isInstanceOf(Env.BadSettings.class)
        .hasMessageContaining("sometimes");
  }

  /** To nowhere: only what the process does is looked at. */
  private static Tracing.Export exporting(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
    settings.put("OTEL_TRACES_EXPORTER", "none");
    return Tracing.start(Env.of(settings), "test");
  }
}
