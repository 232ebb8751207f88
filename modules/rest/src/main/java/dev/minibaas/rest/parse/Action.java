package dev.minibaas.rest.parse;

/** What a method means on a target. */
public enum Action {
  DESCRIBE,
  READ,
  CREATE,
  UPSERT_ONE,
  UPDATE,
  DELETE,
  CALL,
  CALL_BY_GET,
  OPTIONS;

  /** Whether it has a body that is looked at. */
  boolean hasPayload() {
    return this == CREATE || this == UPSERT_ONE || this == UPDATE || this == CALL;
  }
}
