package dev.minibaas.platform.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which service this is: {@code META-INF/minibaas-service.properties} of its WAR says it. */
record Service(String name, String version) {

  static Service ofClassPath() {
    Properties properties = new Properties();
    try (InputStream file =
        Service.class.getResourceAsStream("/META-INF/minibaas-service.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("META-INF/minibaas-service.properties can't be read", e);
    }
    return new Service(
        properties.getProperty("name", "platform"), properties.getProperty("version", "unknown"));
  }
}
