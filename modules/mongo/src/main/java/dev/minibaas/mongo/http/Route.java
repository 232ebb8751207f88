package dev.minibaas.mongo.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /mongo/v1}; their parts in braces are checked where they are used. */
enum Route {
  HEALTH("/health", "GET,HEAD"),
  DOCUMENTS("/collections/{}/documents", "GET,HEAD,POST"),
  DOCUMENT("/collections/{}/documents/{}", "GET,HEAD,PUT,PATCH,DELETE"),
  BULK("/collections/{}/documents/bulk", "POST"),
  COUNT("/collections/{}/count", "GET,HEAD"),
  AGGREGATE("/collections/{}/aggregate", "POST"),
  COLLECTIONS("/admin/collections", "GET,HEAD"),
  SCHEMA("/admin/schemas/{}", "GET,HEAD,PUT,DELETE"),
  INDEXES("/admin/indexes/{}", "GET,HEAD,POST"),
  INDEX("/admin/indexes/{}/{}", "DELETE");

  private final List<String> parts;
  private final String label;
  private final String allow;
  private final Set<String> methods;

  Route(String path, String methods) {
    this.parts = List.of(path.substring(1).split("/"));
    this.label = "/mongo/v1" + path.replaceFirst("\\{\\}", ":name").replace("{}", ":id");
    this.allow = methods.replace(",", ", ");
    this.methods = Set.of(methods.split(","));
  }

  /** A path that a route has, and its parts in braces. */
  record Match(Route route, List<String> names) {}

  /** The route of a path, still percent-encoded; null when none has it. */
  static @Nullable Match of(String path) {
    String[] given = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
    Match found = null;
    for (Route route : values()) {
      List<String> names = route.names(given);
      if (names != null && (found == null || names.size() < found.names.size())) {
        found = new Match(route, names);
      }
    }
    return found;
  }

  private @Nullable List<String> names(String[] given) {
    if (given.length != parts.size()) {
      return null;
    }
    String first = "";
    String second = "";
    int count = 0;
    for (int i = 0; i < given.length; i++) {
      if (parts.get(i).equals("{}")) {
        if (count++ == 0) {
          first = given[i];
        } else {
          second = given[i];
        }
      } else if (!parts.get(i).equals(given[i])) {
        return null;
      }
    }
    return count == 0 ? List.of() : count == 1 ? List.of(first) : List.of(first, second);
  }

  boolean allows(String method) {
    return methods.contains(method);
  }

  String allow() {
    return allow;
  }

  /** For metrics: a bounded set. */
  String label() {
    return label;
  }
}
