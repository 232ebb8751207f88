package dev.minibaas.bootstrap.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/** One object a line: a row of {@code auth.users} or {@code auth.identities}, or an API's user. */
final class JsonLines {
  private final BufferedReader reader;

  JsonLines(BufferedReader reader) {
    this.reader = reader;
  }

  void read(Consumer<Row> rows) throws IOException {
    long number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (!line.isBlank()) {
        // a user may have identities inside; only an identity has these itself
        boolean isIdentity =
            line.contains("\"identity_data\"")
                && line.contains("\"user_id\"")
                && !line.contains("\"identities\"");
        rows.accept(new Row(isIdentity ? Row.Table.IDENTITIES : Row.Table.USERS, number, line));
      }
    }
  }
}
