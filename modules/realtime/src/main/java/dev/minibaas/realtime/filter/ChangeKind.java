package dev.minibaas.realtime.filter;

/** Which kind of change a subscription wants. */
public enum ChangeKind {
  ANY,
  INSERT,
  UPDATE,
  DELETE
}
