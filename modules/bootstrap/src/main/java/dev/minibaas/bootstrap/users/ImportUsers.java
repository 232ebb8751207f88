package dev.minibaas.bootstrap.users;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The command: brings the users of a file in, and says what became of each. */
public final class ImportUsers {
  private ImportUsers() {}

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: ImportUsers FILE");
      System.exit(2);
    }
    Settings settings = Settings.ofEnvironment();
    try {
      Superuser database = Superuser.ofRunning(settings);
      settings.check();
      System.exit(run(database, Path.of(arguments[0]), System.out::println) ? 0 : 1);
    } catch (InvalidSettings e) {
      e.problems().forEach(System.err::println);
      System.exit(2);
    }
  }

  /** Whether every row of the file is there now. */
  public static boolean run(Superuser database, Path file, Consumer<String> lines) {
    if (!Files.isReadable(file)) {
      lines.accept("there is no readable file " + file);
      return false;
    }
    Report report = new Report(lines);
    try (Connection connection = database.connect()) {
      UserImport users = new UserImport(connection, report);
      // whatever their order in the file, users come first
      List<Row> later = new ArrayList<>();
      UserFile.read(
          file,
          row -> {
            if (row.table() == Row.Table.USERS) {
              write(users, row);
            } else {
              later.add(row);
            }
          });
      later.forEach(row -> write(users, row));
      users.complete();
    } catch (UnreadableFile e) {
      lines.accept(file + ": " + e.getMessage());
      report.summary();
      return false;
    } catch (IOException e) {
      lines.accept(file + " can't be read (is it UTF-8?): " + e.getMessage());
      return false;
    } catch (SQLException | WriteFailure e) {
      lines.accept("the database refuses: " + e.getMessage());
      report.summary();
      return false;
    }
    report.summary();
    return report.isComplete();
  }

  /** Out of a callback. */
  private static final class WriteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WriteFailure(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static void write(UserImport users, Row row) {
    try {
      users.write(row);
    } catch (SQLException e) {
      throw new WriteFailure(e);
    }
  }
}
