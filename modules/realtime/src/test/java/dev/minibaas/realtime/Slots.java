package dev.minibaas.realtime;

/** Replication slots that tests leave behind. */
public final class Slots {
  private Slots() {}

  /**
   * SQL that drops one if it is there; the server may not have noticed yet that its reader left.
   */
  public static String drop(String slot) {
    String named = " from pg_replication_slots where slot_name = '" + slot + "'";
    return "select pg_terminate_backend(active_pid, 10000)"
        + named
        + " and active_pid is not null; select pg_drop_replication_slot(slot_name)"
        + named;
  }
}
