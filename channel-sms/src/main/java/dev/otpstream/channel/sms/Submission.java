package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.CommandStatus.Verdict;
import dev.otpstream.channel.sms.Links.Place;
import dev.otpstream.channel.sms.SubmitRules.Step;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One message on its way: its parts one after the other, in one place of a link's window. */
final class Submission {
  private final Order.Sendable order;
  private final Place.Taken place;
  private final ReceiptIds receiptIds;
  private final SmppMeters meters;
  private final InstantSource clock;

  Submission(Order.Sendable order, Place.Taken place, ReceiptIds receiptIds, SmppMeters meters,
      InstantSource clock) {
    this.order = order;
    this.place = place;
    this.receiptIds = receiptIds;
    this.meters = meters;
    this.clock = clock;
  }

  SendOutcome run() throws InterruptedException {
    Instant now = clock.instant();
    if (!now.isBefore(order.expiresAt())) return new SendOutcome.Rejected(Reason.EXPIRED, null);
    String validity = Validity.relative(Duration.between(now, order.expiresAt()));
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < order.segments().all().size(); index++) {
      if (index > 0) CrashPoint.SMS_BETWEEN_PARTS.pass();
      Submit submit = order.submit(index, validity);
      switch (settled(submit, index > 0)) {
        case Step.GoOn(String id) when id.isEmpty() -> {
        } // its receipts will name it, but not to us
        case Step.GoOn(String id) -> ids.add(receiptIds.ofAnswer(id));
        case Step.End(SendOutcome outcome) -> {
          return outcome;
        }
        case Step.Again _ -> throw new IllegalStateException("not settled");
      }
    }
    return new SendOutcome.Accepted(ids, order.segments().parts());
  }

  private Step settled(Submit submit, boolean torn) throws InterruptedException {
    for (int tries = 1;; tries++) {
      Submitted submitted = Submitted.of(place.session().submit(submit));
      heed(submitted);
      Step step = SubmitRules.next(submitted, tries, torn);
      if (!(step instanceof Step.Again(Duration pause))) return step;
      Thread.sleep(pause);
    }
  }

  /** What an answer means for the link, whatever it means for the message. */
  private void heed(Submitted submitted) {
    meters.submit(status(submitted));
    if (!(submitted instanceof Submitted.Refused(int status))) return;
    switch (CommandStatus.verdict(status)) {
      case Verdict.SlowDown _ -> place.lane().pace().throttled(System.nanoTime());
      case Verdict.BindAnew _ -> place.session().end("a submit was refused with " + CommandStatus.text(status));
      case Verdict.ComeBack _,Verdict.OnceMore _,Verdict.Refuse _ -> {
      }
    }
  }

  private static String status(Submitted submitted) {
    return switch (submitted) {
      case Submitted.Taken _ -> CommandStatus.text(CommandStatus.OK);
      case Submitted.Refused(int status) -> CommandStatus.isKnown(status) ? CommandStatus.text(status) : "other";
      case Submitted.NotSent _ -> "not_sent";
      case Submitted.Unknown _ -> "no_answer";
    };
  }
}
