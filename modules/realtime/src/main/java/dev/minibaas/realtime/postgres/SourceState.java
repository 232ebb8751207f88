package dev.minibaas.realtime.postgres;

/** What a source is about. */
public enum SourceState {
  /** Not started yet, or between two attempts. */
  DOWN,
  /** Another node reads; this one takes over when that one is gone. */
  WAITING,
  READING,
  CLOSED
}
