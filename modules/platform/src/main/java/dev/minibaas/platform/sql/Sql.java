package dev.minibaas.platform.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds one SQL statement: identifiers are quoted here, values are only ever bound, and every
 * bound value carries its type.
 *
 * <p>The explicit type is not a nicety. A parameter of unspecified type makes pgjdbc describe the
 * statement and, from its second execution on, split the one implicit transaction that carries the
 * caller's role (docs/decisions/001-one-trip-session.md).
 */
public final class Sql {
  private static final Map<String, String> DRIVER_TYPES =
      Map.ofEntries(
          Map.entry("smallint", "int2"),
          Map.entry("integer", "int4"),
          Map.entry("bigint", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double precision", "float8"),
          Map.entry("numeric", "numeric"),
          Map.entry("boolean", "bool"),
          Map.entry("text", "text"),
          Map.entry("character varying", "varchar"),
          Map.entry("date", "date"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("timestamp with time zone", "timestamptz"),
          Map.entry("uuid", "uuid"));

  private final StringBuilder text = new StringBuilder(256);
  private final List<Value> values = new ArrayList<>();
  private final List<Statement.Cast> casts = new ArrayList<>();

  /** Appends SQL that this program wrote itself; never anything that came from outside. */
  public Sql append(String trusted) {
    text.append(trusted);
    return this;
  }

  public Sql append(Sql other) {
    for (Statement.Cast cast : other.casts) {
      casts.add(
          new Statement.Cast(
              cast.value() + values.size(), cast.start() + text.length(), cast.length()));
    }
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  public Sql identifier(String name) {
    quote(text, name);
    return this;
  }

  public Sql identifier(String schema, String name) {
    quote(text, schema);
    text.append('.');
    quote(text, name);
    return this;
  }

  /**
   * Appends a bound text cast to {@code type}, a type name as the catalogue spells it.
   *
   * @param value the value's text form, or null for SQL NULL
   */
  public Sql value(@Nullable String value, String type) {
    text.append("?::").append(type);
    values.add(new Value.Text(value));
    return this;
  }

  /**
   * Appends a bound text that is compared with something of {@code type}; {@link
   * Statement#untyped()} leaves the choice of its type to the server.
   */
  public Sql compared(String value, String type) {
    casts.add(new Statement.Cast(values.size(), text.length() + 1, type.length() + 2));
    return value(value, type);
  }

  /**
   * Appends a bound array whose elements are compared with something of {@code type}. One of a
   * built-in type is bound as what it is, so that the planner knows its length; any other is cast.
   */
  public Sql comparedWithAny(List<String> elements, String type) {
    String literal = arrayLiteral(elements);
    String driverType = DRIVER_TYPES.get(type);
    if (driverType == null) {
      return compared(literal, type + "[]");
    }
    casts.add(new Statement.Cast(values.size(), text.length() + 1, 0));
    text.append("?");
    List<String> bound = elements.stream().map(Sql::untilNul).toList();
    values.add(new Value.Elements(driverType, bound, literal));
    return this;
  }

  public Sql value(long number) {
    text.append("?::int8");
    values.add(new Value.Whole(number));
    return this;
  }

  /** Appends bound bytes as {@code bytea}. */
  public Sql value(byte[] bytes) {
    text.append("?::bytea");
    values.add(new Value.Binary(bytes));
    return this;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  public Statement build() {
    return new Statement(text.toString(), List.copyOf(values), List.copyOf(casts));
  }

  /** An identifier in double quotes; what follows a NUL character can't be part of one. */
  public static String quoted(String identifier) {
    StringBuilder out = new StringBuilder(identifier.length() + 2);
    quote(out, identifier);
    return out.toString();
  }

  /** A text as an SQL literal, for the few places of the grammar that take no parameter. */
  public static String literal(String value) {
    String safe = untilNul(value).replace("'", "''");
    return safe.indexOf('\\') < 0 ? "'" + safe + "'" : "E'" + safe.replace("\\", "\\\\") + "'";
  }

  /** An array as PostgreSQL writes it, every element in quotes. */
  public static String arrayLiteral(List<String> elements) {
    StringBuilder literal = new StringBuilder("{");
    for (String element : elements) {
      literal.append(literal.length() > 1 ? ",\"" : "\"");
      literal.append(untilNul(element).replace("\\", "\\\\").replace("\"", "\\\""));
      literal.append('"');
    }
    return literal.append('}').toString();
  }

  private static void quote(StringBuilder out, String identifier) {
    String name = untilNul(identifier);
    out.append('"');
    out.append(name.indexOf('"') < 0 ? name : name.replace("\"", "\"\""));
    out.append('"');
  }

  private static String untilNul(String text) {
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }
}
