package dev.minibaas.auth.request;

import dev.minibaas.auth.error.AuthFailure;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 24h}, {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class GoDuration {
  private static final int MAX_LENGTH = 64;
  private static final Pattern WHOLE = Pattern.compile("[+-]?(\\d+(\\.\\d*)?(ns|us|µs|ms|s|m|h))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Double> NANOS =
      Map.of("ns", 1d, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

  private GoDuration() {}

  /** The duration, or 400 {@code validation_failed} naming what it is for. */
  public static Duration parse(String text, String purpose) {
    if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      throw AuthFailure.invalid("invalid format for " + purpose);
    }
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0d);
    }
    if (nanos > Long.MAX_VALUE) {
      throw AuthFailure.invalid("invalid format for " + purpose + ": too long");
    }
    Duration duration = Duration.ofNanos((long) nanos);
    return text.startsWith("-") ? duration.negated() : duration;
  }
}
