package dev.minibaas.bootstrap.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A plain dump of pg_dump or the Supabase CLI: {@code COPY … FROM stdin} or {@code INSERT}s. */
final class SqlDump {
  private static final String TABLE = "\"?auth\"?\\.\"?(\\w+)\"?\\s*\\(([^)]*)\\)";
  private static final Pattern COPY = Pattern.compile("COPY " + TABLE + " FROM stdin;");
  private static final Pattern INSERT =
      Pattern.compile("INSERT INTO " + TABLE + "\\s*(?:OVERRIDING SYSTEM VALUE\\s*)?VALUES(.*)");

  private final BufferedReader reader;
  private long number;

  SqlDump(BufferedReader reader) {
    this.reader = reader;
  }

  void read(Consumer<Row> rows) throws IOException {
    boolean found = false;
    for (String line = next(); line != null; line = next()) {
      Matcher copy = COPY.matcher(line);
      Matcher insert = INSERT.matcher(line);
      if (copy.matches()) {
        found = true;
        copied(copy, rows);
      } else if (insert.lookingAt()) {
        found = true;
        inserted(insert, line.substring(insert.start(3)), rows);
      }
    }
    if (!found) {
      throw new UnreadableFile(
          "there are no rows of schema auth in it: it must be a plain dump with data (pg_dump"
              + " --data-only --schema=auth), CSV (.csv) or JSON lines");
    }
  }

  private @Nullable String next() throws IOException {
    number++;
    return reader.readLine();
  }

  private static List<String> columns(String list) {
    return Arrays.stream(list.split(",")).map(name -> name.strip().replace("\"", "")).toList();
  }

  private void copied(Matcher copy, Consumer<Row> rows) throws IOException {
    Row.Table table = Row.Table.named(copy.group(1));
    List<String> columns = columns(copy.group(2));
    for (String line = next(); !"\\.".equals(line); line = next()) {
      if (line == null) {
        throw new UnreadableFile("the dump ends in the middle of auth." + copy.group(1));
      }
      if (table != null) {
        List<@Nullable String> values = new ArrayList<>();
        for (String value : line.split("\t", -1)) {
          values.add(value.equals("\\N") ? null : unescaped(value));
        }
        rows.accept(Row.of(table, number, columns, values));
      }
    }
  }

  /** COPY's escapes. */
  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        c = EscapedCharacter.of(value.charAt(++i));
      }
      text.append(c);
    }
    return text.toString();
  }

  private void inserted(Matcher insert, String rest, Consumer<Row> rows) throws IOException {
    Row.Table table = Row.Table.named(insert.group(1));
    List<String> columns = columns(insert.group(2));
    SqlTuples tuples =
        new SqlTuples(values -> {
          if (table != null) {
            rows.accept(Row.of(table, number, columns, values));
          }
        });
    for (String line = rest; !tuples.accept(line); line = next()) {
      if (line == null) {
        throw new UnreadableFile("the dump ends in the middle of auth." + insert.group(1));
      }
    }
  }
}
