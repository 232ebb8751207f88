package dev.minibaas.devstack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** The classes of this program, loaded early: a build may replace its jar while it runs. */
final class OwnClasses {
  private static final String SUFFIX = ".class";

  private OwnClasses() {}

  /** Loads all of them, so that the way to stop is there whatever happens to the jar. */
  static void load() {
    try {
      Path source =
          Path.of(OwnClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(source)) {
        return;
      }
      try (var jar = new JarFile(source.toFile())) {
        for (String name : jar.stream().map(entry -> entry.getName()).toList()) {
          if (name.endsWith(SUFFIX)) {
            String type = name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
            Class.forName(type, false, OwnClasses.class.getClassLoader());
          }
        }
      }
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new StackFailure("cannot read this program's own jar: " + e, e);
    }
  }
}
