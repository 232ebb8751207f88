package dev.minibaas.rest.plan;

import dev.minibaas.rest.schema.Routine.Parameter;
import java.util.List;

/** What a function is called with. */
public sealed interface Arguments {
  /** Each given as text. */
  record Named(List<Named.Value> values) implements Arguments {
    public record Value(Parameter parameter, List<String> texts) {}
  }

  /** Read out of a JSON body. */
  record FromJson(List<Parameter> parameters, String json, boolean isObject) implements Arguments {}

  /** The whole body as text is the one argument. */
  record WholeText(Parameter parameter, String text) implements Arguments {}

  record WholeBytes(byte[] bytes) implements Arguments {}
}
