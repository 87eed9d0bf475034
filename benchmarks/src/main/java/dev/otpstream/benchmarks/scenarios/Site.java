package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Loop;
import dev.otpstream.benchmarks.platform.Platform;

/** What a scenario is prepared with: the platform, an account on it, and the loop that the load will run on. */
public record Site(Platform platform, Target target, Loop loop, Progress progress) {}
