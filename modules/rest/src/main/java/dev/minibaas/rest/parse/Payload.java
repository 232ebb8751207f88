package dev.minibaas.rest.parse;

import java.util.List;
import java.util.Set;

/** The body of a request that writes or calls. */
public sealed interface Payload {

  /**
   * JSON that was looked through.
   *
   * @param keys of the objects in it, which all have the same
   * @param isObject a single object rather than an array
   */
  record Json(String text, Set<String> keys, boolean isObject) implements Payload {}

  /** JSON passed on without a look: the columns parameter says what to take from it. */
  record UnreadJson(String text) implements Payload {}

  /** A form of a call: its fields are arguments. */
  record Form(List<QueryParameters.Argument> fields) implements Payload {
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /** Anything else: the one unnamed argument of a function. */
  record Raw(byte[] bytes) implements Payload {}
}
