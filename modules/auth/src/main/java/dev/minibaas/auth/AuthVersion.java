package dev.minibaas.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this module was built as. */
final class AuthVersion {
  private static final String FILE = "/META-INF/minibaas-service.properties";
  private static final String VERSION = read();

  private AuthVersion() {}

  static String current() {
    return VERSION;
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream file = AuthVersion.class.getResourceAsStream(FILE)) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " can't be read", e);
    }
    return "v" + properties.getProperty("version", "0");
  }
}
