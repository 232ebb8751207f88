package dev.minibaas.rest.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of an answer, in order. */
final class ResponseHeaders {
  record Header(String name, String value) {}

  private final List<Header> headers = new ArrayList<>(8);

  /** Adds a header, replacing one of the same name. */
  ResponseHeaders set(String name, String value) {
    remove(name);
    headers.add(new Header(name, value));
    return this;
  }

  ResponseHeaders setIfPresent(String name, @Nullable String value) {
    return value == null ? this : set(name, value);
  }

  /** Adds a header beside others of the same name. */
  void add(String name, String value) {
    headers.add(new Header(name, value));
  }

  void remove(String name) {
    headers.removeIf(header -> header.name().equalsIgnoreCase(name));
  }

  boolean has(String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  List<Header> all() {
    return headers;
  }
}
