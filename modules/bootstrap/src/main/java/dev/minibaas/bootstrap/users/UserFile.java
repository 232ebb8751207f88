package dev.minibaas.bootstrap.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads the rows of a file of any of the three forms. */
final class UserFile {
  private UserFile() {}

  /**
   * @throws UnreadableFile when it is of none of them
   */
  static void read(Path file, Consumer<Row> rows) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      reader.mark(1 << 16);
      int first = reader.read();
      while (first == 0xFEFF || (first >= 0 && Character.isWhitespace(first))) {
        reader.mark(1 << 16);
        first = reader.read();
      }
      reader.reset();
      if (first == '{') {
        new JsonLines(reader).read(rows);
      } else if (first == '[') {
        throw new UnreadableFile(
            "this is one JSON array: write one object a line, as with jq -c '.[]'");
      } else if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
        new CsvRows(reader).read(rows);
      } else {
        new SqlDump(reader).read(rows);
      }
    }
  }
}
