package dev.minibaas.rest.parse;

import java.util.List;

/**
 * Something that belongs to an embedded resource.
 *
 * @param path the names of the embeds that lead to it; empty for the root
 */
public record At<T>(List<String> path, T value) {
  public At {
    path = List.copyOf(path);
  }
}
