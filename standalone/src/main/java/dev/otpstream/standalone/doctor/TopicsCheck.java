package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.TopicDifference;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;

/**
 * Whether the topics are as the catalogue says.
 *
 * @param partitions how many the engine was given; empty: as many as it has
 * @param copies     of each record, at least
 */
record TopicsCheck(KafkaSettings kafka, OptionalInt partitions, short copies) {

  Finding look() {
    List<TopicDifference> differences;
    try (Admin admin = Admin.create(BrokerCheck.impatient(kafka.admin("otp-doctor")))) {
      differences = new TopicAdmin(admin).compare(partitions, copies);
    }
    if (differences.isEmpty()) return new Well("all topics are as the catalogue says");
    TopicDifference first = differences.getFirst();
    String more = differences.size() == 1
        ? ""
        : " (and " + (differences.size() - 1) + " more, see otp topics check)";
    return new Wrong(first.sentence() + more + ": " + remedy(first));
  }

  private static String remedy(TopicDifference difference) {
    return switch (difference.what()) {
      case TopicDifference.TOPIC -> "make what is missing with otp topics create";
      case TopicDifference.PARTITIONS -> "add partitions with Kafka's own tools if there are too few and the topic is "
          + "not one of the engine's; else set OTP_PARTITIONS to what is there, since it can never change";
      case TopicDifference.REPLICATION ->
        "add copies with Kafka's own tools, or set OTP_REPLICATION_FACTOR to what is wanted";
      default -> "set it with kafka-configs, or leave it if it was changed on purpose";
    };
  }
}
