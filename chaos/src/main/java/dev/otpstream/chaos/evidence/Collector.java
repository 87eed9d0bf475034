package dev.otpstream.chaos.evidence;

import dev.otpstream.chaos.processes.Site;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Gathers from topics and phones what the checker judges. */
public final class Collector {
  private final TopicReader topics;
  private final Keys keys;
  private final Simulators simulators;

  public Collector(Site site) {
    topics = new TopicReader(site.bootstrapServers(), site.registryUrl());
    keys = site.keys();
    simulators = site.simulators();
  }

  public TopicReader topics() {
    return topics;
  }

  /** The status events of each message, in the order of the log. */
  public Map<Long, List<Change>> changes() {
    var changes = new HashMap<Long, List<Change>>();
    topics.read(Topics.STATUS,
        event -> changes.computeIfAbsent(event.getMessageId(), _ -> new ArrayList<>()).add(change(event)));
    return changes;
  }

  private static Change change(StatusEvent event) {
    return new Change(event.getMessageId(), event.getSequence(), event.getType(), event.getState(),
        event.getAt().toEpochMilli(), event.getDispatch(), event.getChannel());
  }

  /** All dispatches, opened. */
  public List<Ordered> orders() {
    var orders = new ArrayList<Ordered>();
    for (Topic<Dispatch> topic : List.of(Topics.DISPATCH_TELEGRAM, Topics.DISPATCH_SMS))
      topics.read(topic, dispatch -> orders.add(order(dispatch)));
    return orders;
  }

  private Ordered order(Dispatch dispatch) {
    try {
      String phone = keys.open(dispatch.getRecipient(), Contexts.recipient(dispatch.getAccountId()));
      String code = dispatch.getCode() == null
          ? ""
          : keys.open(dispatch.getCode(), Contexts.code(dispatch.getMessageId()));
      return new Ordered(dispatch.getMessageId(), dispatch.getDispatch(), dispatch.getChannel(),
          phone.substring(1), code);
    } catch (Unopenable e) {
      throw new IllegalStateException("a dispatch that cannot be opened", e);
    }
  }

  /** What these phones got. */
  public List<Arrival> arrivals(Collection<String> phones, Function<PhoneMessage, String> code) {
    var arrivals = new ArrayList<Arrival>();
    for (String phone : phones)
      for (PhoneMessage message : simulators.messagesOf(phone))
        arrivals.add(new Arrival(message.provider().equals(Simulators.SMPP) ? "sms" : "telegram", phone,
            code.apply(message), message.at().toEpochMilli()));
    return arrivals;
  }

  /** Ids of the events that hooks want. */
  public Set<String> hooked() {
    var ids = new HashSet<String>();
    topics.read(Topics.WEBHOOKS, due -> ids.add(due.getEventId()));
    return ids;
  }

  /** Ids of the events that are listed as failed. */
  public Set<String> hooksFailed() {
    var ids = new HashSet<String>();
    topics.read(Topics.WEBHOOK_FAILED, failed -> ids.add(failed.getDue().getEventId()));
    return ids;
  }

  /** Origins of the dead letters: topic, partition and offset. */
  public Set<String> buried() {
    var origins = new HashSet<String>();
    topics.raw(DeadLetters.TOPIC, record -> origins.add(header(record, DeadLetters.ORIGIN_TOPIC) + "-"
        + header(record, DeadLetters.ORIGIN_PARTITION) + "@" + header(record, DeadLetters.ORIGIN_OFFSET)));
    return origins;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
