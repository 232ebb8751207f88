package dev.minibaas.benchmarks.footprint;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** Asks the services of a platform, as a client with the publishable key. */
final class Probe {
  private static final List<String> READY =
      List.of("/auth/v1/health/ready", "/rest/v1/health/ready");
  private static final List<String> ORDINARY =
      List.of("/auth/v1/settings", "/rest/v1/", "/rest/v1/posts?limit=1");

  private final URI baseUrl;
  private final String anonKey;

  Probe(URI baseUrl, String anonKey) {
    this.baseUrl = baseUrl;
    this.anonKey = anonKey;
  }

  boolean allReady() {
    return READY.stream().allMatch(this::answers);
  }

  /** A few requests that wake what a service has, whatever the answers. */
  void use() {
    ORDINARY.forEach(this::answers);
  }

  private boolean answers(String path) {
    try {
      var connection = (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
      connection.setRequestProperty("apikey", anonKey);
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(20_000);
      boolean answered = connection.getResponseCode() == 200;
      try (var body = answered ? connection.getInputStream() : connection.getErrorStream()) {
        if (body != null) {
          body.readAllBytes();
        }
      }
      return answered;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }
}
