package dev.otpstream.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;

/**
 * The nodes that make one Kafka together, and which of them this is. Each is broker and controller in one.
 *
 * @param nodeId          this node's id, from 1
 * @param controllerPorts where each node's controller listens, by node id; the same on all nodes, for ever
 */
public record Quorum(int nodeId, Map<Integer, Integer> controllerPorts) {
  private static final Pattern VOTER = Pattern.compile("([1-9]\\d{0,3})@127\\.0\\.0\\.1:([1-9]\\d{0,4})");

  /** @throws IllegalArgumentException if this node is not one of them */
  public Quorum {
    controllerPorts = Map.copyOf(controllerPorts);
    if (!controllerPorts.containsKey(nodeId))
      throw new IllegalArgumentException("node " + nodeId + " is none of the quorum's");
  }

  /** Reads {@code 1@127.0.0.1:20001,2@127.0.0.1:20002}, as Kafka writes it. */
  static Quorum parse(String nodeId, String voters) {
    var ports = new TreeMap<Integer, Integer>();
    for (String voter : voters.split(",", -1)) {
      Matcher matcher = VOTER.matcher(voter);
      if (!matcher.matches()) throw new IllegalArgumentException("no voter on loopback: " + voter);
      ports.put(Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)));
    }
    if (!nodeId.matches("\\d{1,4}")) throw new IllegalArgumentException("no node id: " + nodeId);
    return new Quorum(Integer.parseInt(nodeId), ports);
  }

  /** As Kafka writes it; the same on all nodes. */
  public String voters() {
    var text = new StringBuilder();
    new TreeMap<>(controllerPorts).forEach((id, port) -> text.append(text.isEmpty() ? "" : ",").append(id)
        .append("@127.0.0.1:").append(port));
    return text.toString();
  }

  int controllerPort() {
    return controllerPorts.get(nodeId);
  }

  /** The cluster's id: nodes are formatted each for itself, so it follows from what all of them know. */
  String clusterId() {
    UUID id = UUID.nameUUIDFromBytes(voters().getBytes(StandardCharsets.UTF_8));
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
  }
}
