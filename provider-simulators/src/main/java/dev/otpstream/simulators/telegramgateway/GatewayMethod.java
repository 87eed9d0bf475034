package dev.otpstream.simulators.telegramgateway;

import dev.otpstream.simulators.stage.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods of the Gateway API. */
enum GatewayMethod {
  SEND("sendVerificationMessage", Operation.Role.SENDS),
  CHECK("checkSendAbility", Operation.Role.PREPARES),
  STATUS("checkVerificationStatus", Operation.Role.OTHER),
  REVOKE("revokeVerificationMessage", Operation.Role.OTHER);

  private static final Map<String, GatewayMethod> BY_NAME = Stream.of(values())
      .collect(Collectors.toUnmodifiableMap(method -> lower(method.methodName), Function.identity()));

  private final String methodName;
  private final Operation.Role role;

  GatewayMethod(String methodName, Operation.Role role) {
    this.methodName = methodName;
    this.role = role;
  }

  Operation operation() {
    return new Operation(methodName, role);
  }

  /** Finds a method by its name in any case. */
  static Optional<GatewayMethod> named(String name) {
    return Optional.ofNullable(BY_NAME.get(lower(name)));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
