package dev.minibaas.platform.sql;

import org.jspecify.annotations.Nullable;

/** A bound value, in the form it travels in. */
sealed interface Value {
  record Text(@Nullable String text) implements Value {}

  record Whole(long number) implements Value {}

  record Binary(byte[] bytes) implements Value {}
}
