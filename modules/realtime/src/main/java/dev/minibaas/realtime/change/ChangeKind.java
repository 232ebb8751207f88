package dev.minibaas.realtime.change;

/** What happened to a row, or to all rows of a table. */
public enum ChangeKind {
  INSERT,
  UPDATE,
  DELETE,
  TRUNCATE
}
