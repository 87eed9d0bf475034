package dev.otpstream.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.embedded.AvroText.Parsed;
import dev.otpstream.embedded.Lookups.Scope;
import dev.otpstream.embedded.Reply.Done;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Confluent's REST API: which request means what.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema Registry API</a>
 */
final class RegistryApi {
  private final Lookups lookups;
  private final Registry registry;
  private final Routes routes;

  RegistryApi(Lookups lookups, Registry registry) {
    this.lookups = lookups;
    this.registry = registry;
    this.routes = new Routes();
    reading();
    versions();
    compatibility();
  }

  Reply answer(Request request) {
    return routes.answer(request);
  }

  private void reading() {
    routes.add("GET", "/", _ -> new Done(Map.of()));
    routes.add("GET", "/schemas/types", _ -> new Done(List.of("AVRO")));
    routes.add("GET", "/schemas", r -> lookups.schemas(prefix(r), scope(r), r.flag("latestOnly")));
    routes.add("GET", "/schemas/ids/{id}", r -> byId(r, id -> lookups.byId(id, r.flag("fetchMaxId"))));
    routes.add("GET", "/schemas/ids/{id}/schema", r -> byId(r, lookups::textById));
    routes.add("GET", "/schemas/ids/{id}/versions", r -> byId(r, id -> lookups.placesOf(id, scope(r))));
    routes.add("GET", "/schemas/ids/{id}/subjects", r -> byId(r, id -> lookups.subjectsOf(id, scope(r))));
    routes.add("GET", "/mode", _ -> lookups.mode(Optional.empty(), false));
    routes.add("GET", "/mode/{subject}", r -> lookups.mode(Optional.of(r.part("subject")), r.flag("defaultToGlobal")));
  }

  private void versions() {
    String all = "/subjects/{subject}/versions";
    String one = all + "/{version}";
    routes.add("GET", "/subjects", r -> lookups.subjects(prefix(r), scope(r)));
    routes.add("POST", "/subjects/{subject}", r -> lookups.find(r.part("subject"), schema(r), scope(r)));
    routes.add("DELETE", "/subjects/{subject}", r -> registry.delete(r.part("subject"), r.flag("permanent")));
    routes.add("GET", all, r -> lookups.versions(r.part("subject"), scope(r)));
    routes.add("POST", all, r -> r.body().path("id").asInt() > 0
        ? Reply.notPermitted("Subject " + r.part("subject") + " is not in import mode")
        : registry.register(r.part("subject"), schema(r)));
    routes.add("GET", one, r -> lookups.version(r.part("subject"), r.part("version"), scope(r)));
    routes.add("GET", one + "/schema", r -> lookups.text(r.part("subject"), r.part("version"), scope(r)));
    routes.add("GET", one + "/referencedby", r -> lookups.find(r.part("subject"), r.part("version"), scope(r),
        _ -> new Done(List.of())));
    routes.add("DELETE", one, r -> registry.delete(r.part("subject"), r.part("version"), r.flag("permanent")));
  }

  private void compatibility() {
    String of = "/compatibility/subjects/{subject}/versions";
    routes.add("POST", of, r -> lookups.compatible(r.part("subject"), Optional.empty(), schema(r), r.flag("verbose")));
    routes.add("POST", of + "/{version}", r -> lookups.compatible(r.part("subject"), Optional.of(r.part("version")),
        schema(r), r.flag("verbose")));
    routes.add("GET", "/config", _ -> lookups.level(Optional.empty(), true));
    routes.add("PUT", "/config", r -> registry.setLevel(Optional.empty(), level(r)));
    routes.add("DELETE", "/config", _ -> registry.unsetLevel(Optional.empty()));
    routes.add("GET", "/config/{subject}",
        r -> lookups.level(Optional.of(r.part("subject")), r.flag("defaultToGlobal")));
    routes.add("PUT", "/config/{subject}", r -> registry.setLevel(Optional.of(r.part("subject")), level(r)));
    routes.add("DELETE", "/config/{subject}", r -> registry.unsetLevel(Optional.of(r.part("subject"))));
  }

  private static Parsed schema(Request request) {
    JsonNode body = request.body();
    String text = body.path("schema").textValue();
    if (text == null) {
      return new Parsed.Invalid("Empty schema");
    }
    if (!body.path("schemaType").asText("AVRO").equals("AVRO")) {
      return new Parsed.Invalid("AVRO is the only type here");
    }
    if (!body.path("references").isEmpty()) {
      return new Parsed.Invalid("references are not supported");
    }
    Parsed parsed = AvroText.parse(text);
    return parsed instanceof Parsed.Valid(Schema schema) && request.flag("normalize")
        ? new Parsed.Valid(AvroText.normalized(schema))
        : parsed;
  }

  private static String level(Request request) {
    return request.body().path("compatibility").asText();
  }

  private static Reply byId(Request request, Function<Integer, Reply> then) {
    try {
      return then.apply(Integer.valueOf(request.part("id")));
    } catch (NumberFormatException e) {
      return Reply.http(404, "Not Found");
    }
  }

  private static String prefix(Request request) {
    String prefix = request.query().getOrDefault("subjectPrefix", "");
    return prefix.equals(":*:") ? "" : prefix; // Confluent's word for all contexts; here is but one
  }

  private static Scope scope(Request request) {
    if (request.flag("deletedOnly")) {
      return Scope.ONLY_DELETED;
    }
    return request.flag("deleted") ? Scope.WITH_DELETED : Scope.LIVE;
  }
}
