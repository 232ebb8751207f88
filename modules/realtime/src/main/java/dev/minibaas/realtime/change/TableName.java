package dev.minibaas.realtime.change;

/** A table by the names that PostgreSQL stores, unquoted. */
public record TableName(String schema, String name) {
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
