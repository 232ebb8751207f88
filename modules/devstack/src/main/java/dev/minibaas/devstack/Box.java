package dev.minibaas.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person needs to know of a running instance. */
final class Box {
  private static final String EDGE = "+" + "-".repeat(78);

  private Box() {}

  static String of(Map<String, String> shown, Path dataDirectory) {
    List<String> lines = new ArrayList<>();
    lines.add(EDGE);
    lines.add("| mini-baas is ready");
    lines.add("|");
    add(lines, "API", shown.get("BASE_URL"));
    add(lines, "mail inbox", shown.get("MAIL_URL"));
    add(lines, "database", shown.get("PG_URL"));
    add(lines, "documents", shown.get("MONGO_URI"));
    add(lines, "anon key", shown.get("ANON_KEY"));
    add(lines, "service key", shown.get("SERVICE_KEY"));
    add(lines, "data, logs", dataDirectory.toString());
    lines.add(EDGE);
    return String.join(System.lineSeparator(), lines);
  }

  private static void add(List<String> lines, String name, @Nullable String value) {
    lines.add("| %-12s %s".formatted(name, value));
  }
}
