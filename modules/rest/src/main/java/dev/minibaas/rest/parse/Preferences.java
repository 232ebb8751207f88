package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Prefer headers. A preference that wasn't given is null: what is reported as applied is only
 * what was asked for.
 *
 * @param timezone as given; whether the database knows it is for the plan to see
 * @param explainsPolicy whether not the rows are wanted, but why they are the ones
 * @param unknown what no preference of ours is
 */
public record Preferences(
    @Nullable Resolution resolution,
    @Nullable Missing missing,
    @Nullable Return returning,
    boolean singleObject,
    @Nullable Count count,
    @Nullable Ending ending,
    @Nullable Handling handling,
    @Nullable String timezone,
    @Nullable Long maxAffected,
    boolean explainsPolicy,
    List<String> unknown) {

  public static final Preferences NONE =
      new Preferences(null, null, null, false, null, null, null, null, null, false, List.of());

  public enum Resolution {
    MERGE_DUPLICATES,
    IGNORE_DUPLICATES
  }

  public enum Missing {
    DEFAULT,
    NULL
  }

  public enum Return {
    REPRESENTATION,
    HEADERS_ONLY,
    MINIMAL
  }

  public enum Count {
    EXACT,
    PLANNED,
    ESTIMATED
  }

  public enum Ending {
    COMMIT,
    ROLLBACK
  }

  public enum Handling {
    STRICT,
    LENIENT
  }

  public Preferences {
    unknown = List.copyOf(unknown);
  }

  public boolean isStrict() {
    return handling == Handling.STRICT;
  }

  public boolean wantsRepresentation() {
    return returning == Return.REPRESENTATION;
  }

  /** The header's word for a value. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Preferences parse(List<String> headers) {
    if (headers.isEmpty()) {
      return NONE;
    }
    List<String> given = new ArrayList<>();
    for (String header : headers) {
      for (String preference : header.split(",", -1)) {
        if (!preference.isBlank()) {
          given.add(preference.strip());
        }
      }
    }
    Taken taken = new Taken(given);
    return new Preferences(
        taken.one("resolution", Resolution.values()),
        taken.one("missing", Missing.values()),
        taken.one("return", Return.values()),
        taken.text("params", "single-object") != null,
        taken.one("count", Count.values()),
        taken.one("tx", Ending.values()),
        taken.one("handling", Handling.values()),
        taken.text("timezone", null),
        taken.number("max-affected"),
        taken.text("explain", "policy") != null,
        taken.rest());
  }

  /** The preferences given, and which of them were understood. */
  private static final class Taken {
    private final List<String> given;
    private final boolean[] known;

    Taken(List<String> given) {
      this.given = given;
      this.known = new boolean[given.size()];
    }

    /** The first one that is a value of this preference; further ones are known and ignored. */
    <T extends Enum<T>> @Nullable T one(String name, T[] values) {
      T first = null;
      for (int i = 0; i < given.size(); i++) {
        for (T value : values) {
          if (given.get(i).equals(name + "=" + word(value))) {
            known[i] = true;
            first = first == null ? value : first;
          }
        }
      }
      return first;
    }

    @Nullable String text(String name, @Nullable String only) {
      String first = null;
      for (int i = 0; i < given.size(); i++) {
        String preference = given.get(i);
        if (preference.startsWith(name + "=")) {
          String value = preference.substring(name.length() + 1);
          if (only == null || only.equals(value)) {
            known[i] = true;
            first = first == null ? value : first;
          }
        }
      }
      return first;
    }

    @Nullable Long number(String name) {
      String text = text(name, null);
      return text == null ? null : RowRange.number(text);
    }

    List<String> rest() {
      List<String> rest = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        if (!known[i]) {
          rest.add(given.get(i));
        }
      }
      return rest;
    }
  }
}
