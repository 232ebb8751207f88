package dev.minibaas.rest.schema;

/** A name with its schema. An empty schema names something of the statement itself. */
public record Name(String schema, String name) implements Comparable<Name> {

  public static Name local(String name) {
    return new Name("", name);
  }

  public boolean isLocal() {
    return schema.isEmpty();
  }

  @Override
  public int compareTo(Name other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}
