package dev.minibaas.benchmarks.stack;

import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A platform of the benchmark's own, beside any other: its data in a temporary folder, its rate
 * limits raised with the plugin still active. Made through the Makefile, so the working directory
 * must be the project's.
 */
public final class OwnStack implements AutoCloseable {
  private static final Map<String, String> RAISED_LIMITS =
      Stream.of(
              "RATE_LIMIT_REST_MINUTE",
              "RATE_LIMIT_REST_HOUR",
              "RATE_LIMIT_MONGO_MINUTE",
              "RATE_LIMIT_MONGO_HOUR",
              "RATE_LIMIT_AUTH_MINUTE",
              "RATE_LIMIT_AUTH_HOUR",
              "RATE_LIMIT_REALTIME_MINUTE",
              "RATE_LIMIT_REALTIME_HOUR",
              "GOTRUE_RATE_LIMIT_OTP",
              "GOTRUE_RATE_LIMIT_TOKEN_REFRESH")
          .collect(Collectors.toMap(name -> name, name -> "1000000000"));

  private final Path data;
  private final int port;
  private final String anonKey = UUID.randomUUID().toString();
  private final Map<String, String> environment = new HashMap<>(RAISED_LIMITS);

  public OwnStack() {
    this(Map.of());
  }

  /**
   * @param settings beside the raised limits
   */
  public OwnStack(Map<String, String> settings) {
    environment.putAll(settings);
    try {
      data = Files.createTempDirectory("minibaas-bench-");
      try (var socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
    } catch (IOException e) {
      throw new IllegalStateException("no place for a platform: " + e.getMessage(), e);
    }
    environment.put("DATA_DIR", data.toString());
    environment.put("PORT", Integer.toString(port));
    environment.put("KONG_PUBLIC_API_KEY", anonKey);
  }

  /** Where the platform will listen. */
  public int port() {
    return port;
  }

  /** The publishable key, known before the platform is. */
  public String anonKey() {
    return anonKey;
  }

  /** Returns when the platform is ready. */
  public Stack start() {
    make(List.of("start"), ProcessBuilder.Redirect.INHERIT);
    return stack();
  }

  private Stack stack() {
    String printed = make(List.of("-s", "env"), ProcessBuilder.Redirect.PIPE);
    Map<String, String> values =
        printed
            .lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (first, second) -> second));
    return Stack.from(Settings.of(values));
  }

  public void stop() {
    make(List.of("stop"), ProcessBuilder.Redirect.INHERIT);
  }

  private String make(List<String> arguments, ProcessBuilder.Redirect output) {
    List<String> command = new ArrayList<>(List.of("make", "--no-print-directory"));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output);
    builder.environment().putAll(environment);
    // of the make that started this program
    builder.environment().keySet().removeAll(List.of("MAKEFLAGS", "MFLAGS", "MAKELEVEL"));
    try {
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
      return printed;
    } catch (IOException e) {
      throw new IllegalStateException("can't run make: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
    }
  }

  /** Stops the platform and deletes its data. */
  @Override
  public void close() {
    stop();
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println(data + " is left behind: " + e.getMessage());
    }
  }
}
