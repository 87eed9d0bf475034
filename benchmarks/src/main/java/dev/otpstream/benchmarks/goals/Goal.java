package dev.otpstream.benchmarks.goals;

import java.util.List;

/**
 * A figure that is to be reached.
 *
 * @param figure what it is, for people
 * @param trial  which trial measures it
 * @param field  of the trial's JSON
 * @param least  whether the bound is the least that will do; else it is the most
 * @param unit   behind the number
 */
record Goal(String figure, String trial, String field, boolean least, double bound, String unit) {
  static final List<Goal> ALL = List.of(least("send accepted, durable, deduplicated", "send-max", "rps", 6_000, "/s"),
      least("verify answered, exactly once", "verify-max", "rps", 12_000, "/s"),
      least("batch items accepted", "batch-max", "rps", 20_000, "/s"),
      least("lifecycle complete, sustained", "lifecycle-max", "rps", 3_000, "/s"),
      most("verify at 2,000/s, p50", "verify-2000", "p50_ms", 15, " ms"),
      most("verify at 2,000/s, p99", "verify-2000", "p99_ms", 40, " ms"),
      most("send to provider called at 500/s, p50", "lifecycle-500", "provider_p50_ms", 30, " ms"),
      most("send to provider called at 500/s, p99", "lifecycle-500", "provider_p99_ms", 100, " ms"),
      most("send to provider called at 2,000/s, p50", "lifecycle-2000", "provider_p50_ms", 30, " ms"),
      most("send to provider called at 2,000/s, p99", "lifecycle-2000", "provider_p99_ms", 100, " ms"),
      most("processor time of a complete lifecycle", "lifecycle-max", "cpu_us_per_op", 500, " µs"),
      least("share of the raw limit", "lifecycle-max", "share_of_raw", 0.5, ""),
      most("cost of a lifecycle, most live codes against fewest", "growth-codes", "cost_ratio", 1.3, " ×"),
      most("p99 of verify while codes expire, against quiet", "expire", "p99_ratio", 2, " ×"),
      most("engine killed and back, cold", "restore", "all_answers_s", 15, " s"),
      most("engine killed and back, with a standby", "restore-standby", "all_answers_s", 3, " s"),
      most("`./otp up` to the first answer", "start", "first_answer_s", 6, " s"));

  private static Goal least(String figure, String trial, String field, double bound, String unit) {
    return new Goal(figure, trial, field, true, bound, unit);
  }

  private static Goal most(String figure, String trial, String field, double bound, String unit) {
    return new Goal(figure, trial, field, false, bound, unit);
  }

  boolean met(double value) {
    return least ? value >= bound : value <= bound;
  }
}
