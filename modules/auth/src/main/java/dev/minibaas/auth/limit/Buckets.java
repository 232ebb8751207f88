package dev.minibaas.auth.limit;

import java.time.Duration;

/** Counts events by the generic cell rate algorithm: one moment is all that is kept of a key. */
interface Buckets extends AutoCloseable {

  /** Counts one event; answers how long to wait when it is one too many, else zero. */
  Duration take(String key, Rate rate);

  @Override
  default void close() {}
}
