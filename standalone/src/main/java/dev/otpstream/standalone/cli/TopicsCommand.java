package dev.otpstream.standalone.cli;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.TopicDifference;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code otp topics}: the topics, held against the catalogue. */
@Command(mixinStandardHelpOptions = true, name = "topics", description = {
  "Makes the topics, and compares them with the catalogue.",
  "OTP_PARTITIONS and OTP_REPLICATION_FACTOR as for the services."})
public final class TopicsCommand {
  private static final int PARTITIONS_MAX = 1024;
  private final Site site;

  public TopicsCommand(Site site) {
    this.site = site;
  }

  @Command(mixinStandardHelpOptions = true, description = "Makes the topics that are missing; leaves the others as they are. Services do the same when they start.") int create(
      @Mixin KafkaAddress kafka, @Mixin Output output) {
    int partitions = site.env().integer("OTP_PARTITIONS", Platform.PARTITIONS_DEFAULT, 1, PARTITIONS_MAX);
    short copies = site.replicationFactor();
    site.env().failOnProblems();
    Set<String> made = kafka.admin(site, admin -> made(new TopicAdmin(admin), partitions, copies));
    if (output.json()) output.document(Map.of("made", made));
    else
      output.line(made.isEmpty() ? "all topics are there" : "made " + String.join(", ", made));
    return ExitCodes.DONE;
  }

  private static Set<String> made(TopicAdmin topics, int partitions, short copies) {
    Set<String> before = topics.describeExisting().keySet();
    topics.ensure(partitions, copies);
    var made = new TreeSet<>(topics.describeExisting().keySet());
    made.removeAll(before);
    return made;
  }

  @Command(mixinStandardHelpOptions = true, description = "Compares partitions, copies and settings of each topic with the catalogue. Ends with 3 if one differs.") int check(
      @Mixin KafkaAddress kafka, @Mixin Output output) {
    OptionalInt partitions = wantedPartitions(site);
    short copies = site.replicationFactor();
    site.env().failOnProblems();
    List<TopicDifference> differences = kafka.admin(site,
        admin -> new TopicAdmin(admin).compare(partitions, copies));
    if (output.json()) output.document(differences.stream().map(TopicsCommand::object).toList());
    else if (differences.isEmpty()) output.line(output.good("all topics are as the catalogue says"));
    else
      differences.forEach(difference -> output.line(output.bad(difference.sentence())));
    return differences.isEmpty() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  /** How many partitions the engine was given; empty if the settings do not say. */
  public static OptionalInt wantedPartitions(Site site) {
    return site.env().find("OTP_PARTITIONS").isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(site.env().integer("OTP_PARTITIONS", 1, 1, PARTITIONS_MAX));
  }

  private static Map<String, String> object(TopicDifference difference) {
    return Map.of("topic", difference.topic(), "what", difference.what(), "expected", difference.expected(), "found",
        difference.found());
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows each topic: partitions, copies, records kept, bytes of one copy.") int describe(
      @Mixin KafkaAddress kafka, @Mixin Output output) {
    List<TopicSize> sizes = kafka.admin(site, (Admin admin) -> TopicSize.all(admin));
    if (output.json()) output.document(sizes);
    else
      output.table(List.of("TOPIC", "PARTITIONS", "COPIES", "IN SYNC", "RECORDS", "BYTES"),
          sizes.stream().map(TopicSize::row).toList());
    return ExitCodes.DONE;
  }
}
