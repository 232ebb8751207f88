package dev.minibaas.auth.user;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** Times as Go writes them: RFC 3339 in UTC, the fraction without trailing zeros. */
public final class Timestamps {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  public static String format(Instant time) {
    return FORMAT.format(time);
  }

  /** Adds the field unless there is no time. */
  public static void addTo(JsonObjectBuilder json, String name, @Nullable Instant time) {
    if (time != null) {
      json.add(name, format(time));
    }
  }
}
