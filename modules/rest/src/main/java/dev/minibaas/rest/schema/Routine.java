package dev.minibaas.rest.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be called.
 *
 * @param isolation the level its own setting asks for
 * @param settings its other SET clauses, in order
 */
public record Routine(
    Name name,
    @Nullable String description,
    List<Parameter> parameters,
    Returns returns,
    Volatility volatility,
    boolean isVariadic,
    @Nullable String isolation,
    Map<String, String> settings,
    long oid) {

  public Routine {
    parameters = List.copyOf(parameters);
  }

  /**
   * @param type for a variable of it, with lengths
   * @param bodyType for reading it out of JSON, without lengths
   */
  public record Parameter(
      String name, String type, String bodyType, boolean required, boolean variadic) {}

  /**
   * What it returns.
   *
   * @param type for a row type the relation's name, else the type's
   * @param isComposite a row rather than a single value
   * @param isAlias a domain over a row type
   * @param columns types by name, for filters on rows that no relation describes
   */
  public record Returns(
      Name type, boolean isSet, boolean isComposite, boolean isAlias, Map<String, String> columns) {

    public boolean isVoid() {
      return type.name().equals("void") && type.schema().equals("pg_catalog");
    }

    public boolean isScalar() {
      return !isComposite && !isSet;
    }

    public boolean isSetOfScalars() {
      return !isComposite && isSet;
    }

    public boolean isSingleComposite() {
      return isComposite && !isSet;
    }
  }

  public enum Volatility {
    IMMUTABLE,
    STABLE,
    VOLATILE
  }

  public boolean isVolatile() {
    return volatility == Volatility.VOLATILE;
  }

  /** Exactly one parameter, which has no name. */
  public boolean takesWholeBody() {
    return parameters.size() == 1 && parameters.get(0).name().isEmpty();
  }
}
