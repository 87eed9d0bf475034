package dev.otpstream.embedded;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/**
 * Lets clients in when it is opened, and the broker's own connections before. Kafka asks its authorizer at which moment
 * each listener may answer; this one allows everything, as a broker without an authorizer does. Kafka makes it by its
 * name.
 */
public final class StartGate implements Authorizer {
  /** The setting that holds what opens it: a {@link CompletableFuture}. */
  static final String OPENED = "dev.otpstream.embedded.opened";
  /** The setting that holds the name of the listener that waits. */
  static final String LISTENER = "dev.otpstream.embedded.listener";

  private CompletableFuture<Void> opened = new CompletableFuture<>();
  private String listener = "";

  @Override
  @SuppressWarnings("unchecked") public void configure(Map<String, ?> configs) {
    opened = (CompletableFuture<Void>) configs.get(OPENED);
    listener = (String) configs.get(LISTENER);
  }

  @Override public Map<Endpoint, CompletionStage<Void>> start(AuthorizerServerInfo server) {
    return server.endpoints().stream().collect(Collectors.toMap(Function.identity(),
        endpoint -> endpoint.listener().equals(listener) ? opened : CompletableFuture.completedStage(null)));
  }

  @Override public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
    return Collections.nCopies(actions.size(), AuthorizationResult.ALLOWED);
  }

  @Override public List<CompletionStage<AclCreateResult>> createAcls(AuthorizableRequestContext context,
      List<AclBinding> bindings) {
    return refused(bindings);
  }

  @Override public List<CompletionStage<AclDeleteResult>> deleteAcls(AuthorizableRequestContext context,
      List<AclBindingFilter> filters) {
    return refused(filters);
  }

  @Override public Iterable<AclBinding> acls(AclBindingFilter filter) {
    throw noRules();
  }

  @Override public void close() {
    opened.cancel(false);
  }

  private static <T> List<CompletionStage<T>> refused(Collection<?> asked) {
    return Collections.nCopies(asked.size(), CompletableFuture.failedStage(noRules()));
  }

  private static SecurityDisabledException noRules() {
    return new SecurityDisabledException("No Authorizer is configured.");
  }
}
