package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.MediaType;

/** What the answer is made of: its media type, and how the database makes it. */
public record Representation(MediaType type, BodyFormat format) {

  /** The answer's rows must be exactly one. */
  public boolean isSingle() {
    return type instanceof MediaType.SingleObject;
  }
}
