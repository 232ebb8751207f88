package dev.minibaas.realtime.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is decided in memory is what PostgreSQL says, for random conditions and values. */
@ExtendWith(PostgresExtension.class)
class DifferentialTest {
  private static final long SEED = Long.getLong("filter.seed", 20_261_125L);
  private static final int CASES = Integer.getInteger("filter.cases", 12_000);

  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("bool", List.of("t", "f", "true", "off", "no", "1", "tru", "x", "T")),
          Map.entry(
              "int2", List.of("0", "1", "-1", "+1", "007", "32767", "32768", "1.0", " 1", "0x1")),
          Map.entry("int4", List.of("0", "1", "-1", "01", "2147483647", "2147483648", "1e1", "a")),
          Map.entry(
              "int8", List.of("0", "9", "-9", "9223372036854775807", "9999999999999999999", "")),
          Map.entry("oid", List.of("0", "1", "4294967295", "4294967296", "-1")),
          Map.entry(
              "numeric",
              List.of(
                  "0",
                  "-0.0",
                  "1",
                  "1.0",
                  "1.00",
                  "1e0",
                  "10e-1",
                  ".5",
                  "5.",
                  "0.50",
                  "NaN",
                  "1e400",
                  "1e-400",
                  "Infinity",
                  "x")),
          Map.entry(
              "float8",
              List.of(
                  "0",
                  "-0",
                  "0.1",
                  "1e-1",
                  "NaN",
                  "Infinity",
                  "-Infinity",
                  "1e400",
                  "1e-400",
                  "5e-324",
                  "0.30000000000000004",
                  "1d",
                  "0e999")),
          Map.entry(
              "float4",
              List.of(
                  "0",
                  "-0",
                  "0.1",
                  "0.10000000149",
                  "NaN",
                  "Infinity",
                  "1e39",
                  "1e-50",
                  "16777217",
                  "16777216",
                  "1e-45")),
          Map.entry(
              "uuid",
              List.of(
                  "00000000-0000-0000-0000-000000000001",
                  "A0000000-0000-0000-0000-00000000000F",
                  "a0000000-0000-0000-0000-00000000000f",
                  "{a0000000-0000-0000-0000-00000000000f}",
                  "a0",
                  "ffffffff-ffff-ffff-ffff-ffffffffffff")),
          Map.entry(
              "bytea",
              List.of("\\x", "\\x00", "\\xFF", "\\xff", "\\x00ff", "abc", "\\x0", "\\x 00")),
          Map.entry(
              "date",
              List.of(
                  "2024-02-29",
                  "2023-02-29",
                  "2024-2-29",
                  "infinity",
                  "0001-01-01",
                  "9999-12-31",
                  "0000-01-01",
                  "2024-01-01 10:00:00")),
          Map.entry(
              "time",
              List.of(
                  "10:00:00",
                  "10:00",
                  "23:59:59.999999",
                  "24:00:00",
                  "10:00:00.1",
                  "10:00:00.100",
                  "23:59:60")),
          Map.entry(
              "timestamp",
              List.of(
                  "2024-01-01 10:00:00",
                  "2024-01-01T10:00:00",
                  "2024-01-01 10:00:00.000001",
                  "2024-01-01 10:00:00+05",
                  "2024-01-01",
                  "infinity",
                  "2024-13-01 00:00:00",
                  "2024-01-01 24:00:00")),
          Map.entry(
              "timestamptz",
              List.of(
                  "2024-01-01 10:00:00+00",
                  "2024-01-01 15:00:00+05",
                  "2024-01-01T10:00:00Z",
                  "2024-01-01 10:00:00",
                  "2024-01-01 15:30:00+05:30",
                  "2024-01-01 05:00:00.5-05",
                  "2024-01-01 10:00:00+16",
                  "-infinity")),
          Map.entry(
              "text",
              List.of(
                  "", "a", "A", "ab", "aB", "i", "I", "é", "É", "a b", "a%", "a_b", "\\", "a\nb",
                  "null", "x😀y")),
          Map.entry("varchar", List.of("", "a", "ab", "AB ", "ab ", "İ")),
          Map.entry("bpchar", List.of("", " ", "a", "a ", "a  ", "ab", " a")),
          Map.entry("jsonb", List.of("{}", "1", "1.0", "{\"a\":1}", "x")),
          Map.entry("_int4", List.of("{}", "{1}", "{1,2}", "1")),
          Map.entry("interval", List.of("1 day", "24:00:00", "P1D")),
          Map.entry("inet", List.of("10.0.0.1", "10.0.0.0/8", "::1")));

  private static final List<String> PATTERNS =
      List.of(
          "%",
          "_", "a%", "%b", "%a%", "a_b", "a\\%", "a\\", "\\\\", "x_y", "%%b%", "A%", "%I%", "i",
          "^a", "b$", "^ab$", "a", "", "a|b", "(a", "^", "$", "^$", "a b", "B", "É", "i$");

  private static final List<Operator> PATTERN_OPERATORS =
      List.of(Operator.LIKE, Operator.ILIKE, Operator.MATCH, Operator.IMATCH);

  private final TestDatabase database;

  DifferentialTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void memory_and_database_agree_wherever_memory_is_sure() throws SQLException {
    var random = new Random(SEED);
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    List<String> disagreements = new ArrayList<>();
    try (Connection connection = database.dataSource(Login.SUPERUSER).getConnection()) {
      Map<String, List<String>> stored = stored(connection);
      for (int i = 0; i < CASES; i++) {
        Cell cell = cell(random, stored);
        Condition condition = condition(random, cell.type());
        Truth memory = condition.judge(cell);
        seen.merge(memory, 1, Integer::sum);
        Truth answer = ask(connection, condition, cell);
        // an operand that PostgreSQL refuses matches nothing, and so does a comparison with NULL
        boolean bothMatchNothing = memory == Truth.NULL && answer == Truth.UNSURE;
        boolean nullCell = cell instanceof Cell.Null;
        if (memory != Truth.UNSURE && memory != answer && !(nullCell && bothMatchNothing)) {
          disagreements.add(
              "%s of %s: memory %s, PostgreSQL %s".formatted(condition, cell, memory, answer));
        }
      }
    }
    assertThat(disagreements).isEmpty();
    // so that silence is no agreement
    assertThat(seen.get(Truth.TRUE)).isGreaterThan(CASES / 20);
    assertThat(seen.get(Truth.FALSE)).isGreaterThan(CASES / 20);
    assertThat(seen.get(Truth.NULL)).isGreaterThan(CASES / 100);
  }

  /** PostgreSQL's error is its own kind of answer: memory must not have been sure. */
  private static Truth ask(Connection connection, Condition condition, Cell cell) {
    RowQuestion question = new RowFilter(List.of(condition)).question(column -> cell).orElseThrow();
    try (PreparedStatement statement = connection.prepareStatement("select " + question.sql())) {
      for (int i = 0; i < question.parameters().size(); i++) {
        statement.setString(i + 1, question.parameters().get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        boolean value = row.getBoolean(1);
        return row.wasNull() ? Truth.NULL : Truth.of(value);
      }
    } catch (SQLException e) {
      return Truth.UNSURE;
    }
  }

  /** What a row can hold: each value that its type takes, as PostgreSQL prints it. */
  private static Map<String, List<String>> stored(Connection connection) throws SQLException {
    Map<String, List<String>> stored = new TreeMap<>();
    for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
      List<String> printed = new ArrayList<>();
      for (String value : type.getValue()) {
        print(connection, type.getKey(), value).ifPresent(printed::add);
      }
      assertThat(printed).as(type.getKey()).isNotEmpty();
      stored.put(type.getKey(), printed);
    }
    return stored;
  }

  /** By its output function, as replication does; a cast to text would strip a bpchar. */
  private static Optional<String> print(Connection connection, String type, String value)
      throws SQLException {
    String sql = "select format('%%s', ?::text::\"%s\")".formatted(type);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Optional.of(row.getString(1));
      }
    } catch (SQLException e) {
      // data exceptions: the type doesn't take it
      if (e.getSQLState().startsWith("22")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Cell cell(Random random, Map<String, List<String>> stored) {
    String type = pick(random, List.copyOf(stored.keySet()));
    return random.nextInt(10) == 0
        ? new Cell.Null(type)
        : new Cell.Value(type, pick(random, stored.getOrDefault(type, List.of())));
  }

  private static Condition condition(Random random, String type) {
    List<String> values = VALUES.getOrDefault(type, List.of());
    Operator operator = pick(random, List.of(Operator.values()));
    boolean negated = random.nextInt(3) == 0;
    if (operator == Operator.IN) {
      List<String> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(pick(random, values));
      }
      return new Condition("c", negated, operator, list, random.nextInt(4) == 0);
    }
    if (operator == Operator.IS) {
      List<String> words = List.of("null", "null", "true", "false", "unknown");
      return new Condition("c", negated, operator, List.of(pick(random, words)), false);
    }
    List<String> operands = PATTERN_OPERATORS.contains(operator) ? PATTERNS : values;
    return new Condition("c", negated, operator, List.of(pick(random, operands)), false);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
