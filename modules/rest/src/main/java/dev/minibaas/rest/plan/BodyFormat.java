package dev.minibaas.rest.plan;

import dev.minibaas.rest.schema.MediaHandler;

/** How the database makes the body out of the rows. */
public sealed interface BodyFormat {
  record JsonArray(boolean nullsStripped) implements BodyFormat {}

  record JsonObject(boolean nullsStripped) implements BodyFormat {}

  record Csv() implements BodyFormat {}

  record GeoJson() implements BodyFormat {}

  record Custom(MediaHandler handler) implements BodyFormat {}

  /** No body. */
  record None() implements BodyFormat {}
}
