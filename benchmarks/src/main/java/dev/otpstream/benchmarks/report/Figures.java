package dev.otpstream.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;

/** Figures with names, in their order, for people and for programs. What could not be measured is null. */
public final class Figures {
  private static final int DECIMALS = 3;
  private static final int NAME_WIDTH = 28;

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  public Figures(String scenario) {
    json.put("scenario", scenario);
  }

  public Figures put(String name, double value) {
    BigDecimal shortest = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    json.put(name, shortest.scale() < 0 ? shortest.setScale(0) : shortest); // 50, and not 5E+1
    return this;
  }

  public Figures put(String name, OptionalDouble value) {
    if (value.isPresent()) return put(name, value.getAsDouble());
    json.putNull(name);
    return this;
  }

  public Figures put(String name, String value) {
    json.put(name, value);
    return this;
  }

  /** Some of what a report tells, under the same names. */
  public Figures put(Report report, List<String> fields) {
    ObjectNode all = JsonReport.node(report);
    fields.forEach(field -> json.set(field, all.get(field)));
    return this;
  }

  /** A copy, to be part of something larger. */
  public ObjectNode toNode() {
    return json.deepCopy();
  }

  /** One line of JSON. */
  public String json() {
    return json + "\n";
  }

  /** A line for each figure. */
  public String text() {
    var text = new StringBuilder();
    for (var figure : json.properties())
      text.append(figure.getKey()).repeat(' ', Math.max(1, NAME_WIDTH - figure.getKey().length()))
          .append(said(figure.getValue())).append('\n');
    return text.toString();
  }

  private static String said(JsonNode value) {
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText("-");
  }
}
