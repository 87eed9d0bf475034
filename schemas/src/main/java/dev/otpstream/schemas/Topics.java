package dev.otpstream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/** Every topic of the product, once. The services, the tools and {@code docs/topics.md} read this catalogue. */
public final class Topics {
  public static final Topic<OtpCommand> COMMANDS = new Topic<>("otp.commands", OtpCommand.class,
      "routing key (account + recipient token), message id or reference", Topic.Layout.ENGINE, Duration.ofHours(1),
      true,
      "engine", "What the ingress asks of the engine.");

  public static final Topic<OtpReply> REPLIES = new Topic<>("otp.replies", OtpReply.class,
      "command id, in the partition the asker reads", Topic.Layout.HASHED, Duration.ofMinutes(10), false, "ingress",
      "The engine's answers.");

  public static final Topic<Dispatch> DISPATCH_TELEGRAM = dispatch("telegram");
  public static final Topic<Dispatch> DISPATCH_MAX = dispatch("max");
  public static final Topic<Dispatch> DISPATCH_SMS = dispatch("sms");

  public static final Topic<Claim> CLAIMS_TELEGRAM = claims("telegram");
  public static final Topic<Claim> CLAIMS_MAX = claims("max");
  public static final Topic<Claim> CLAIMS_SMS = claims("sms");

  public static final Topic<Revocation> REVOCATIONS = new Topic<>("otp.revocations", Revocation.class, "message id",
      Topic.Layout.HASHED, Duration.ofHours(1), false, "channel-telegram",
      "Messages that channels are to take back, because another channel or nobody needs them.");

  public static final Topic<DeliveryResult> DELIVERY_RESULTS = new Topic<>("otp.delivery-results", DeliveryResult.class,
      "message id, in the partition it names; or reference", Topic.Layout.ENGINE, Duration.ofDays(7), true,
      "engine; open to all", "What workers and providers say about dispatches.");

  public static final Topic<Reference> REFERENCES = new Topic<>("otp.references", Reference.class,
      "reference: a caller's or a provider's name for a message", Topic.Layout.ENGINE, Duration.ofDays(2), true,
      "engine", "Names of messages, on their way to the partition that keeps them.");

  public static final Topic<ProviderHealth> PROVIDER_HEALTH = new Topic<>("otp.provider-health", ProviderHealth.class,
      "partition of the engine", Topic.Layout.SINGLE, Duration.ofMinutes(10), false, "engine; operators",
      "How channels and providers are doing, told by each partition about once a second while it dispatches.");

  public static final Topic<BotUpdate> BOT_UPDATES = new Topic<>("otp.bot-updates", BotUpdate.class,
      "request id or user token", Topic.Layout.ENGINE, Duration.ofDays(1), true, "engine",
      "What messenger users told a bot.");

  public static final Topic<SubscriptionStep> SUBSCRIPTION_STEPS = new Topic<>("otp.subscription-steps",
      SubscriptionStep.class, "routing key, request id or user token", Topic.Layout.ENGINE, Duration.ofDays(1), true,
      "engine", "Steps of subscriptions, on their way to the partition that owns what they are about.");

  public static final Topic<BotOrder> BOT_ORDERS_TELEGRAM = botOrders("telegram");
  public static final Topic<BotOrder> BOT_ORDERS_MAX = botOrders("max");

  public static final Topic<Subscriber> SUBSCRIBERS = new Topic<>("otp.subscribers", Subscriber.class, "subscriber id",
      Topic.Layout.SINGLE, null, false, "ingress, status-webhooks", "Messenger users who agreed to get messages.");

  public static final Topic<StatusEvent> STATUS = new Topic<>("otp.status", StatusEvent.class, "message id",
      Topic.Layout.HASHED, Duration.ofDays(30), false, "everybody: the public stream",
      "Every change of every message, in order, without gaps; no code, no full number.");

  public static final Topic<WebhookDue> WEBHOOKS = new Topic<>("otp.webhooks", WebhookDue.class, "message id",
      Topic.Layout.HASHED, Duration.ofDays(7), false, "status-webhooks", "Status events that a caller's hook wants.");

  public static final Topic<WebhookCall> WEBHOOK_CALLS = new Topic<>("otp.webhooks.calls", WebhookCall.class,
      "queue: message id and endpoint", Topic.Layout.HASHED, Duration.ofHours(1), false, "status-webhooks",
      "Calls that are to be made now: at most one of a message and an endpoint.");

  public static final Topic<WebhookResult> WEBHOOK_RESULTS = new Topic<>("otp.webhooks.results", WebhookResult.class,
      "queue: message id and endpoint, in the partition the call names", Topic.Layout.HASHED, Duration.ofDays(7), false,
      "status-webhooks", "What became of calls to hooks.");

  public static final Topic<WebhookFailed> WEBHOOK_FAILED = new Topic<>("otp.webhooks.failed", WebhookFailed.class,
      "message id", Topic.Layout.HASHED, Duration.ofDays(30), false, "operators",
      "Events that a hook would not hear of, kept to be sent again on demand.");

  public static final Topic<WebhookEndpoint> WEBHOOK_ENDPOINTS = new Topic<>("otp.webhooks.endpoints",
      WebhookEndpoint.class, "endpoint id/partition of the scheduler", Topic.Layout.SINGLE, null, false,
      "ingress, operators", "Endpoints that fail or are switched off; when one recovers, its record is deleted.");

  public static final Topic<WebhookSwitch> WEBHOOK_SWITCHES = new Topic<>("otp.webhooks.switches", WebhookSwitch.class,
      "endpoint id, in every partition", Topic.Layout.HASHED, Duration.ofDays(7), false, "status-webhooks",
      "Orders to switch endpoints on again.");

  public static final Topic<Account> ACCOUNTS = new Topic<>("otp.accounts", Account.class, "account id",
      Topic.Layout.SINGLE, null, false, "ingress, status-webhooks, bots", "Accounts; keys only as digests.");

  public static final Topic<Template> TEMPLATES = new Topic<>("otp.templates", Template.class, "account id/template id",
      Topic.Layout.SINGLE, null, false, "ingress", "Templates of accounts.");

  /** In the order a code travels. Dead letters keep the bytes nobody could read, and so have no record. */
  public static final List<Topic<?>> ALL = List.of(COMMANDS, REPLIES, DISPATCH_TELEGRAM, DISPATCH_MAX, DISPATCH_SMS,
      CLAIMS_TELEGRAM, CLAIMS_MAX, CLAIMS_SMS, REVOCATIONS, DELIVERY_RESULTS, REFERENCES, PROVIDER_HEALTH, BOT_UPDATES,
      SUBSCRIPTION_STEPS, BOT_ORDERS_TELEGRAM,
      BOT_ORDERS_MAX, STATUS,
      WEBHOOKS, WEBHOOK_CALLS, WEBHOOK_RESULTS, WEBHOOK_FAILED,
      WEBHOOK_ENDPOINTS, WEBHOOK_SWITCHES, ACCOUNTS, TEMPLATES, SUBSCRIBERS);

  /**
   * What everybody downstream may read. Whatever version of these schemas wrote a record, a reader of any other released
   * version can read it; all other topics are ours to change.
   */
  public static final List<Topic<?>> PUBLIC = List.of(STATUS, DELIVERY_RESULTS);

  private Topics() {}

  /**
   * The topic of a channel's dispatches.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  public static Topic<Dispatch> dispatchTo(String channel) {
    return switch (channel) {
      case "telegram" -> DISPATCH_TELEGRAM;
      case "max" -> DISPATCH_MAX;
      case "sms" -> DISPATCH_SMS;
      default -> throw new IllegalArgumentException("no such channel: " + channel);
    };
  }

  /**
   * The topic in which a channel's workers claim dispatches.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  public static Topic<Claim> claimsOf(String channel) {
    return switch (channel) {
      case "telegram" -> CLAIMS_TELEGRAM;
      case "max" -> CLAIMS_MAX;
      case "sms" -> CLAIMS_SMS;
      default -> throw new IllegalArgumentException("no such channel: " + channel);
    };
  }

  /**
   * The topic of what a channel's bot is to say.
   *
   * @throws IllegalArgumentException if the channel has no bot
   */
  public static Topic<BotOrder> botOrdersTo(String channel) {
    return switch (channel) {
      case "telegram" -> BOT_ORDERS_TELEGRAM;
      case "max" -> BOT_ORDERS_MAX;
      default -> throw new IllegalArgumentException("no bot of channel: " + channel);
    };
  }

  /** The partition of an engine topic for a key that names no message: the same for all producers. */
  public static int enginePartition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** The key under which all commands about one recipient of one account meet. */
  public static String routingKey(String accountId, String recipientToken) {
    return accountId + "/" + recipientToken;
  }

  private static Topic<BotOrder> botOrders(String channel) {
    return new Topic<>("otp.bot-orders." + channel, BotOrder.class, "user token", Topic.Layout.HASHED,
        Duration.ofHours(1), false, "channel-" + channel, "What the " + channel + " bot is to say.");
  }

  private static Topic<Dispatch> dispatch(String channel) {
    return new Topic<>("otp.dispatch." + channel, Dispatch.class, "message id", Topic.Layout.HASHED,
        Duration.ofHours(1), false, "channel-" + channel, "Orders to the " + channel + " workers; bodies sealed.");
  }

  /** Kept as long as what they claim. */
  private static Topic<Claim> claims(String channel) {
    return new Topic<>("otp.claims." + channel, Claim.class, "message id, in the partition of the dispatch",
        Topic.Layout.HASHED, Duration.ofHours(1), false, "channel-" + channel,
        "Which sends the " + channel
            + " workers have begun, so that a killed worker's successor does not repeat them.");
  }
}
