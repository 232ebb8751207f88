package dev.minibaas.realtime.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types whose values are compared here as PostgreSQL compares them. Each reads only the plain
 * spelling of a value; whatever else PostgreSQL may accept or refuse is left to it.
 *
 * @param ordered whether less and greater are certain; for text they depend on the collation
 * @param textual whether patterns apply
 */
public record ColumnType(
    Function<String, @Nullable Comparable<?>> reader, boolean ordered, boolean textual) {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern OID = Pattern.compile("[0-9]{1,10}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]{1,150}\\.?[0-9]{0,150}|\\.[0-9]{1,150})([eE][+-]?[0-9]{1,3})?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})*");
  private static final String DAY = "(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?";
  private static final Pattern DATE = Pattern.compile(DAY);
  private static final Pattern TIME = Pattern.compile(CLOCK);
  private static final Pattern TIMESTAMP = Pattern.compile(DAY + "[ T]" + CLOCK);
  private static final Pattern TIMESTAMP_WITH_ZONE =
      Pattern.compile(DAY + "[ T]" + CLOCK + "(Z|[+-](0[0-9]|1[0-4])(:[0-5][0-9])?)");
  private static final long MAX_OID = 4_294_967_295L;

  private static final Map<String, Boolean> BOOLEANS =
      Map.of(
          "t", true, "true", true, "yes", true, "on", true, "1", true, //
          "f", false, "false", false, "no", false, "off", false, "0", false);

  private static final Map<String, ColumnType> BY_NAME =
      Map.ofEntries(
          Map.entry("bool", ordered(BOOLEANS::get)),
          Map.entry("int2", ordered(text -> whole(text, Short.MIN_VALUE, Short.MAX_VALUE))),
          Map.entry("int4", ordered(text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE))),
          Map.entry("int8", ordered(text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE))),
          Map.entry("oid", ordered(ColumnType::oid)),
          Map.entry("numeric", ordered(ColumnType::decimal)),
          Map.entry("float4", ordered(ColumnType::single)),
          Map.entry("float8", ordered(ColumnType::twofold)),
          Map.entry("uuid", ordered(text -> shaped(UUID, text.toLowerCase(Locale.ROOT)))),
          Map.entry("bytea", ordered(text -> shaped(HEX, text.toLowerCase(Locale.ROOT)))),
          Map.entry("date", ordered(text -> moment(DATE, text, LocalDate::parse))),
          Map.entry("time", ordered(text -> moment(TIME, text, LocalTime::parse))),
          Map.entry("timestamp", ordered(text -> moment(TIMESTAMP, text, LocalDateTime::parse))),
          Map.entry("timestamptz", ordered(ColumnType::instant)),
          Map.entry("text", new ColumnType(text -> text, false, true)),
          Map.entry("varchar", new ColumnType(text -> text, false, true)),
          Map.entry("bpchar", new ColumnType(ColumnType::withoutPadding, false, false)));

  /** Null for a type that is left to the database. */
  public static @Nullable ColumnType named(String type) {
    return BY_NAME.get(type);
  }

  /** Equal exactly when PostgreSQL has them equal; null when this text is left to the database. */
  public @Nullable Comparable<?> read(String text) {
    return reader.apply(text);
  }

  private static ColumnType ordered(Function<String, @Nullable Comparable<?>> reader) {
    return new ColumnType(reader, true, false);
  }

  private static @Nullable Comparable<?> whole(String text, long min, long max) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    long number = Long.parseLong(text);
    return number >= min && number <= max ? number : null;
  }

  private static @Nullable Comparable<?> oid(String text) {
    if (!OID.matcher(text).matches()) {
      return null;
    }
    long number = Long.parseLong(text);
    return number <= MAX_OID ? number : null;
  }

  private static @Nullable Comparable<?> decimal(String text) {
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text).stripTrailingZeros() : null;
  }

  private static @Nullable Comparable<?> twofold(String text) {
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      return Double.valueOf(text);
    }
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    double number = Double.parseDouble(text);
    boolean overflow = Double.isInfinite(number) || (number == 0 && !isZero(text));
    // adding zero makes one of the two zeros
    return overflow ? null : number + 0.0;
  }

  private static @Nullable Comparable<?> single(String text) {
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      return Float.valueOf(text);
    }
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    float number = Float.parseFloat(text);
    boolean overflow = Float.isInfinite(number) || (number == 0 && !isZero(text));
    return overflow ? null : number + 0.0f;
  }

  private static boolean isZero(String text) {
    return new BigDecimal(text).signum() == 0;
  }

  private static @Nullable Comparable<?> shaped(Pattern shape, String text) {
    return shape.matcher(text).matches() ? text : null;
  }

  private static @Nullable Comparable<?> instant(String text) {
    // java.time wants minutes in an offset, PostgreSQL prints hours alone
    String full = text.matches(".*[+-][0-9]{2}") ? text + ":00" : text;
    return moment(
        TIMESTAMP_WITH_ZONE, text, ignored -> OffsetDateTime.parse(withT(full)).toInstant());
  }

  private static <T extends Comparable<?>> @Nullable Comparable<?> moment(
      Pattern shape, String text, Function<String, T> parser) {
    if (!shape.matcher(text).matches()) {
      return null;
    }
    try {
      return parser.apply(withT(text));
    } catch (DateTimeException e) {
      // such as 24:00:00 or the 30th of February
      return null;
    }
  }

  private static String withT(String text) {
    return text.replace(' ', 'T');
  }

  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
