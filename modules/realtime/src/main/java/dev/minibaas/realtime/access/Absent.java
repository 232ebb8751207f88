package dev.minibaas.realtime.access;

/** What stands where a value isn't. */
enum Absent {
  /** SQL's null. */
  NULL,
  /** Only the database can tell, or refuse. */
  UNSURE
}
