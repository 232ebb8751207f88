package dev.minibaas.bootstrap.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CSV as PostgreSQL writes it (RFC 4180): the columns' names first; an empty value is null, a
 * quoted empty one is the empty text.
 */
final class CsvRows {
  private final BufferedReader reader;
  private long line = 1;

  CsvRows(BufferedReader reader) {
    this.reader = reader;
  }

  void read(Consumer<Row> rows) throws IOException {
    List<@Nullable String> header = next();
    List<String> columns = new ArrayList<>();
    header.forEach(name -> columns.add(name == null ? "" : name.strip()));
    Row.Table table = table(columns);
    for (long start = line; ; start = line) {
      List<@Nullable String> values = next();
      if (values.isEmpty()) {
        return;
      }
      if (values.size() == 1 && values.get(0) == null) {
        continue; // an empty line
      }
      if (values.size() != columns.size()) {
        throw new UnreadableFile(
            "line %d has %d values for %d columns".formatted(start, values.size(), columns.size()));
      }
      rows.accept(Row.of(table, start, columns, values));
    }
  }

  private static Row.Table table(List<String> columns) {
    if (columns.contains("identity_data")) {
      return Row.Table.IDENTITIES;
    }
    if (columns.contains("factor_type")) {
      return Row.Table.MFA_FACTORS;
    }
    if (columns.contains("id") && (columns.contains("email") || columns.contains("phone"))) {
      return Row.Table.USERS;
    }
    throw new UnreadableFile(
        "the first line names neither the columns of auth.users (id, email …) nor those of"
            + " auth.identities (identity_data …)");
  }

  /** The next record; empty at the end. */
  private List<@Nullable String> next() throws IOException {
    List<@Nullable String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    boolean any = false;
    for (int c = reader.read(); ; c = reader.read()) {
      if (c < 0 && quoted) {
        throw new UnreadableFile("line " + line + ": a quote is never closed");
      }
      if (c == '\n') {
        line++;
      }
      if (quoted) {
        if (c != '"') {
          value.append((char) c);
        } else if (isNext('"')) {
          value.append('"');
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
        wasQuoted = true;
      } else if (c == ',' || c == '\n' || c < 0) {
        if (c < 0 && !any) {
          return values;
        }
        values.add(value.isEmpty() && !wasQuoted ? null : value.toString());
        value.setLength(0);
        wasQuoted = false;
        if (c != ',') {
          return values;
        }
      } else if (c != '\r') {
        value.append((char) c);
      }
      any = true;
    }
  }

  private boolean isNext(char wanted) throws IOException {
    reader.mark(1);
    if (reader.read() == wanted) {
      return true;
    }
    reader.reset();
    return false;
  }
}
