package dev.otpstream.kit;

import dev.otpstream.kit.Service.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a process can do its work, and if not, why. Thread-safe; services are added as they start. */
public final class Health {
  private final List<String> expected;
  private final RegistryKnown registry;
  private final Patience patience;
  private final Map<String, Service> started = new LinkedHashMap<>();
  private boolean stopping;

  /**
   * What is told.
   *
   * @param ready    true if all services can do their work
   * @param reasons  why not, one sentence each; empty if ready
   * @param services how each stands
   */
  public record Report(boolean ready, List<String> reasons, Map<String, String> services) {}

  /** @param expected the services that are to start; until they have, the process is not ready */
  public Health(Platform platform, List<String> expected) {
    this.expected = List.copyOf(expected);
    this.registry = new RegistryKnown(platform);
    this.patience = platform.patience();
  }

  /** From now on the service is asked. */
  public synchronized void started(String name, Service service) {
    started.put(name, service);
  }

  /** From now on the process takes no new work. */
  public synchronized void stopping() {
    stopping = true;
  }

  public synchronized Report report() {
    var reasons = new ArrayList<String>();
    var services = new LinkedHashMap<String, String>();
    if (stopping) reasons.add("stopping");
    if (!registry.now()) reasons.add("the schema registry has not answered yet");
    for (String name : expected)
      if (!started.containsKey(name)) tell(name, starting(), services, reasons);
    started.forEach((name, service) -> tell(name, service.readiness(), services, reasons));
    return new Report(reasons.isEmpty(), reasons, services);
  }

  private Readiness starting() {
    return Readiness.no(patience.waitsFor().map(reason -> "starting, but " + reason).orElse("starting"));
  }

  private static void tell(String name, Readiness readiness, Map<String, String> services, List<String> reasons) {
    services.put(name, readiness.detail());
    if (!readiness.ready()) reasons.add(name + ": " + readiness.detail());
  }
}
