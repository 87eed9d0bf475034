package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** What a JSON document says, one line a value, named by the way to it. */
final class Leaves {
  private Leaves() {}

  static Map<String, String> of(JsonNode document) {
    var leaves = new LinkedHashMap<String, String>();
    add("", document, leaves);
    return leaves;
  }

  private static void add(String way, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      String before = way.isEmpty() ? "" : way + ".";
      node.properties().forEach(field -> add(before + field.getKey(), field.getValue(), leaves));
    } else if (node.isArray() && !node.isEmpty() && node.get(0).isContainerNode()) {
      for (int i = 0; i < node.size(); i++)
        add(way + "." + (i + 1), node.get(i), leaves);
    } else if (node.isArray()) {
      var words = new StringJoiner(", ");
      node.forEach(word -> words.add(word.asText()));
      leaves.put(way, words.toString());
    } else {
      leaves.put(way, node.asText());
    }
  }
}
