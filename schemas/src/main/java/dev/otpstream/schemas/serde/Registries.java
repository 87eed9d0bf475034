package dev.otpstream.schemas.serde;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** One registry client for each distinct setting: what one serde learnt, all know. */
final class Registries {
  private static final ConcurrentMap<RegistrySettings, SchemaRegistry> SHARED = new ConcurrentHashMap<>();

  private Registries() {}

  static SchemaRegistry from(RegistrySettings settings) {
    return SHARED.computeIfAbsent(settings,
        s -> s.url().startsWith("mock://") ? new MemoryRegistry() : new HttpRegistry(s));
  }
}
