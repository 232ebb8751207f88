package dev.minibaas.realtime.socket;

/** A connection that is open. None of this waits. */
interface Open {
  /** Called ten times a second: keeps the limits of time. */
  void check();

  /** Called every few seconds. */
  void tick();

  /** Says goodbye, since the server stops. */
  void stop();
}
