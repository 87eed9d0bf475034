package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What several runs came to. */
record Spread(double least, double median, double most, int runs) {
  /** Of a field over runs; empty if none has it as a number. */
  static Optional<Spread> of(List<JsonNode> runs, String field) {
    List<Double> values = runs.stream().map(run -> run.path(field)).filter(JsonNode::isNumber).map(JsonNode::asDouble)
        .sorted().toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Spread(values.getFirst(), median(values), values.getLast(), values.size()));
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
