package dev.minibaas.platform.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings by name and collects what is wrong with them, so that one start tells all of it.
 *
 * <p>A module builds its typed config record from this, then calls {@link #check()}: until then a
 * missing value reads as its type's stand-in. An empty value counts as unset. Nothing else in the
 * code reads the environment.
 */
public final class Settings {
  private final Function<String, @Nullable String> source;
  private final Map<String, Setting> asked = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Settings(Function<String, @Nullable String> source) {
    this.source = source;
  }

  /** Settings out of any lookup that answers null for an unknown name. */
  public static Settings of(Function<String, @Nullable String> source) {
    return new Settings(source);
  }

  public static Settings of(Map<String, String> values) {
    return new Settings(values::get);
  }

  /** The environment of this process. */
  public static Settings ofEnvironment() {
    return new Settings(System::getenv);
  }

  /** A text that must be given; {@code fix} says what to set it to. */
  public String required(String name, String fix) {
    String value = ask(new Setting(name, null, false));
    if (value == null) {
      problems.add(name + " is not set: " + fix);
      return "";
    }
    return value;
  }

  /** A secret that must be given and have at least {@code minLength} characters. */
  public String secret(String name, int minLength, String fix) {
    String value = ask(new Setting(name, null, true));
    if (value == null) {
      problems.add(name + " is not set: " + fix);
      return "";
    }
    if (value.length() < minLength) {
      problems.add(name + " has fewer than " + minLength + " characters: " + fix);
    }
    return value;
  }

  /** A secret that may be absent. */
  public @Nullable String secretOrNull(String name) {
    return ask(new Setting(name, "", true));
  }

  public String text(String name, String fallback) {
    String value = ask(new Setting(name, fallback, false));
    return value == null ? fallback : value;
  }

  public @Nullable String textOrNull(String name) {
    return ask(new Setting(name, "", false));
  }

  /** Entries separated by commas, without the spaces around them. */
  public List<String> list(String name, String fallback) {
    return Arrays.stream(text(name, fallback).split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /** {@code true} or {@code false}, in any case; of numbers, those above 0 are true. */
  public boolean flag(String name, boolean fallback) {
    String value = ask(new Setting(name, Boolean.toString(fallback), false));
    if (value == null) {
      return fallback;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      case String number when number.matches("-?[0-9]{1,9}") -> Integer.parseInt(number) > 0;
      default -> {
        problems.add(name + " is \"" + value + "\": set it to true or false");
        yield fallback;
      }
    };
  }

  public int integer(String name, int fallback, int min, int max) {
    String value = ask(new Setting(name, Integer.toString(fallback), false));
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of range
    }
    problems.add(name + " is \"" + value + "\": set it to a number from " + min + " to " + max);
    return fallback;
  }

  /** A duration given as a whole number of seconds. */
  public Duration seconds(String name, int fallback, int min, int max) {
    return Duration.ofSeconds(integer(name, fallback, min, max));
  }

  public String oneOf(String name, String fallback, List<String> allowed) {
    String value = text(name, fallback);
    if (!allowed.contains(value)) {
      problems.add(name + " is \"" + value + "\": set it to one of " + String.join(", ", allowed));
      return fallback;
    }
    return value;
  }

  /** An absolute URI. */
  public URI uri(String name, String fallback) {
    String value = text(name, fallback);
    try {
      URI uri = new URI(value);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below, like a relative one
    }
    problems.add(name + " is \"" + value + "\": set it to an absolute URL such as " + fallback);
    return URI.create(fallback);
  }

  /** Adds a finding that concerns more than one value. */
  public void problem(String text) {
    problems.add(text);
  }

  /**
   * @throws InvalidSettings when anything asked so far was missing or unusable
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  /** Every setting asked for so far, in order. */
  public List<Setting> asked() {
    return List.copyOf(asked.values());
  }

  private @Nullable String ask(Setting setting) {
    asked.putIfAbsent(setting.name(), setting);
    String value = source.apply(setting.name());
    return value == null || value.isEmpty() ? null : value;
  }
}
