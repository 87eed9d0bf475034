package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.evidence.Landed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What was done, in order. Thread-safe. */
public final class FaultLog {
  private final CopyOnWriteArrayList<Landed> landed = new CopyOnWriteArrayList<>();
  private final Consumer<Landed> told;

  /** @param told hears of each at once */
  public FaultLog(Consumer<Landed> told) {
    this.told = told;
  }

  void add(Landed fault) {
    landed.add(fault);
    told.accept(fault);
  }

  public List<Landed> landed() {
    return List.copyOf(landed);
  }
}
