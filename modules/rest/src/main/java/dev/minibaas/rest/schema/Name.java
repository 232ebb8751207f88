package dev.minibaas.rest.schema;

import dev.minibaas.platform.sql.Sql;

/** A name with its schema. An empty schema names something of the statement itself. */
public record Name(String schema, String name) implements Comparable<Name> {

  public static Name local(String name) {
    return new Name("", name);
  }

  /** {@code schema.name} as a setting has it; without a dot a name for the search path to find. */
  public static Name parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0 ? local(text) : new Name(text.substring(0, dot), text.substring(dot + 1));
  }

  public boolean isLocal() {
    return schema.isEmpty();
  }

  /** As an SQL identifier. */
  String quoted() {
    return isLocal() ? Sql.quoted(name) : Sql.quoted(schema) + "." + Sql.quoted(name);
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
