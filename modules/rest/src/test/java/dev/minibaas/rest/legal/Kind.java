package dev.minibaas.rest.legal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What may be asked of values of one type.
 *
 * @param values as PostgreSQL reads them
 * @param traits which operators, orders and aggregates the type has
 */
record Kind(List<String> values, Set<Trait> traits) {

  enum Trait {
    /** {@code =}, and with it grouping. */
    EQUAL,
    /** {@code <} and a place in an order. */
    ORDERED,
    TEXT,
    SEARCHED,
    RANGE,
    ARRAY,
    JSONB,
    JSON,
    NETWORK,
    BOOLEAN,
    SUMMED,
    /** {@code min} and {@code max}. */
    EXTREMES
  }

  private static final Map<String, Kind> KINDS = new HashMap<>();

  private static final Set<Trait> COMPARED = Set.of(Trait.EQUAL, Trait.ORDERED);
  private static final Set<Trait> MEASURED =
      Set.of(Trait.EQUAL, Trait.ORDERED, Trait.SUMMED, Trait.EXTREMES);
  private static final Set<Trait> RANKED = Set.of(Trait.EQUAL, Trait.ORDERED, Trait.EXTREMES);
  private static final Set<Trait> WORDS =
      Set.of(Trait.EQUAL, Trait.ORDERED, Trait.TEXT, Trait.SEARCHED, Trait.EXTREMES);
  private static final Set<Trait> RANGES = Set.of(Trait.EQUAL, Trait.ORDERED, Trait.RANGE);
  private static final Set<Trait> ARRAYS = Set.of(Trait.EQUAL, Trait.ORDERED, Trait.ARRAY);

  static {
    List<String> whole = List.of("0", "1", "2", "-3", "77");
    for (String type : List.of("smallint", "integer", "bigint")) {
      put(type, MEASURED, whole);
    }
    for (String type : List.of("numeric", "double precision", "real")) {
      put(type, MEASURED, List.of("0", "1.5", "-2.25", "1e2"));
    }
    put("money", MEASURED, List.of("$1.00", "12.5"));
    for (String type : List.of("text", "character varying", "bpchar", "citext", "public.citext")) {
      put(
          type,
          WORDS,
          List.of("a", "thing 1", "", "O'R", "a,b", "q\"\\", "(x)", "{y}", "*%_", "ünï"));
    }
    put("\"char\"", COMPARED, List.of("a", "'", "\\"));
    put("boolean", Set.of(Trait.EQUAL, Trait.ORDERED, Trait.BOOLEAN), List.of("true", "f", "yes"));
    put("uuid", COMPARED, List.of("6ecd8c99-4036-403d-bf84-cf8400f67836"));
    put("timestamp with time zone", RANKED, List.of("2024-01-01T00:00:00Z", "now", "infinity"));
    put("timestamp without time zone", RANKED, List.of("2024-01-01 10:00", "-infinity"));
    put("date", RANKED, List.of("2024-03-02", "yesterday"));
    put("time without time zone", RANKED, List.of("10:20:30.5"));
    put("interval", MEASURED, List.of("1 day", "-02:00", "P1Y2M"));
    put("json", Set.of(Trait.JSON), List.of("{\"a\":{\"b\":1}}", "[1,2]", "null"));
    put(
        "jsonb",
        Set.of(Trait.EQUAL, Trait.ORDERED, Trait.JSON, Trait.JSONB),
        List.of("{\"a\":[1,2]}", "[]", "1", "\"x,y\"", "{\"it's\":\"(a)\"}"));
    put("integer[]", ARRAYS, List.of("{}", "{1,2}", "{1,NULL}", "{{1,2},{3,4}}"));
    put("text[]", ARRAYS, List.of("{}", "{a,b}", "{\"a,b\",\"q\\\"\"}"));
    put("character varying[]", ARRAYS, List.of("{}", "{a,b}"));
    put("api.mood[]", ARRAYS, List.of("{ok,sad}", "{\"happy, very\"}"));
    put("api.place[]", ARRAYS, List.of("{\"(a,1)\"}"));
    put("jsonb[]", ARRAYS, List.of("{\"{\\\"a\\\":1}\"}", "{}"));
    put("int4range", RANGES, List.of("[1,5)", "(,3]", "empty"));
    put("numrange", RANGES, List.of("[1.5,2.5]"));
    put("daterange", RANGES, List.of("[2024-01-01,2024-02-01)"));
    put("tstzrange", RANGES, List.of("[2024-01-01 00:00+00,)"));
    put("int4multirange", RANGES, List.of("{[1,3),[5,7)}", "{}"));
    put("api.mood", RANKED, List.of("sad", "ok", "happy, very", "it's \"so\""));
    put("bytea", COMPARED, List.of("\\x0102", "\\x"));
    put("tsvector", Set.of(Trait.EQUAL, Trait.ORDERED, Trait.SEARCHED), List.of("a fat cat"));
    put("inet", Set.of(Trait.EQUAL, Trait.ORDERED, Trait.NETWORK, Trait.EXTREMES), nets());
    put("cidr", Set.of(Trait.EQUAL, Trait.ORDERED, Trait.NETWORK), List.of("10.0.0.0/8"));
    put("macaddr", COMPARED, List.of("08:00:2b:01:02:03"));
    put("\"bit\"", COMPARED, List.of("1010"));
    put("bit varying", COMPARED, List.of("101", ""));
    put("api.place", COMPARED, List.of("(street,5)", "(\"a, b\",)"));
    put("point", Set.of(), List.of("(1,2)"));
    put("xml", Set.of(), List.of("<a>b</a>"));
    put("oid", RANKED, List.of("1", "2200"));
    put("pg_lsn", COMPARED, List.of("0/16B3748"));
  }

  private static List<String> nets() {
    return List.of("10.0.0.1", "10.0.0.0/8", "::1");
  }

  private static void put(String type, Set<Trait> traits, List<String> values) {
    KINDS.put(type, new Kind(values, traits));
  }

  static Kind of(String castType) {
    Kind kind = KINDS.get(castType);
    if (kind == null) {
      throw new AssertionError("the generator has no values of type " + castType);
    }
    return kind;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** An array literal of some of the values. */
  String array(Dice dice) {
    UnaryOperator<String> quoted =
        text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return "{" + String.join(",", dice.some(values, 3).stream().map(quoted).toList()) + "}";
  }
}
