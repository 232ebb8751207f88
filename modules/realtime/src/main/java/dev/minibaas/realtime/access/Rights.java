package dev.minibaas.realtime.access;

/** What one identity may do on one private channel. */
public record Rights(
    boolean readBroadcast, boolean readPresence, boolean writeBroadcast, boolean writePresence) {
  public static final Rights NONE = new Rights(false, false, false, false);

  /** Whether it may join at all. */
  public boolean mayJoin() {
    return readBroadcast || readPresence;
  }
}
