package dev.minibaas.engines.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads connection strings of SQLite: a file's name, such as {@code sqlite:shop.db}, in the
 * tenant's own folder of the configured directory. No paths, no options, nothing that SQLite would
 * take for a URI or for a database in memory.
 */
final class FileReader {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:jdbc:)?sqlite:(?:///?)?(?<name>[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}(?:\\.(?:db|sqlite|sqlite3))?)");
  private static final Pattern TENANT = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

  private FileReader() {}

  static Target.File read(Path directory, String tenant, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidTarget(
          "connection_string of sqlite must be like sqlite:name.db, without folders or options");
    }
    if (!TENANT.matcher(tenant).matches()) {
      throw new InvalidTarget("this tenant can't have files");
    }
    return new Target.File(directory.resolve(tenant).resolve(matcher.group("name")));
  }

  /** Makes sure, right before the file is opened, that nothing on its way leads elsewhere. */
  static void check(Path directory, Target.File file) {
    Path folder = file.path().getParent();
    if (folder == null || !directory.equals(folder.getParent())) {
      throw new InvalidTarget("the file isn't in the directory of SQLite files");
    }
    try {
      Files.createDirectories(folder);
      boolean leadsElsewhere =
          Files.isSymbolicLink(folder)
              || Files.isSymbolicLink(file.path())
              || (Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)
                  && !Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS));
      if (leadsElsewhere) {
        throw new InvalidTarget("the file of the database is a link or no file");
      }
    } catch (IOException e) {
      throw new InvalidTarget("the directory of SQLite files can't be used");
    }
  }
}
