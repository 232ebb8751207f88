package dev.minibaas.realtime.filter;

/** Whether an event passes a filter. */
public enum Verdict {
  MATCH,
  NO_MATCH,
  /** It depends on something that only the database knows. */
  ASK_DATABASE
}
