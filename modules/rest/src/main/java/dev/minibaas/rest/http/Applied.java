package dev.minibaas.rest.http;

import static dev.minibaas.rest.parse.Preferences.word;

import dev.minibaas.rest.parse.Preferences;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Preference-Applied header: what was asked for and heeded. */
final class Applied {
  private final Preferences preferences;
  private final List<String> applied = new ArrayList<>();

  Applied(Preferences preferences) {
    this.preferences = preferences;
  }

  Applied resolution(boolean heeded) {
    return heeded ? add("resolution", preferences.resolution()) : this;
  }

  Applied missing() {
    return add("missing", preferences.missing());
  }

  Applied returning() {
    return add("return", preferences.returning());
  }

  Applied params() {
    if (preferences.singleObject()) {
      applied.add("params=single-object");
    }
    return this;
  }

  /** What every request can ask for. */
  Applied common(boolean endingAllowed, boolean knowsTimezone) {
    add("count", preferences.count());
    if (endingAllowed) {
      add("tx", preferences.ending());
    }
    add("handling", preferences.handling());
    if (knowsTimezone && preferences.timezone() != null) {
      applied.add("timezone=" + preferences.timezone());
    }
    return this;
  }

  Applied maxAffected() {
    if (preferences.isStrict() && preferences.maxAffected() != null) {
      applied.add("max-affected=" + preferences.maxAffected());
    }
    return this;
  }

  @Nullable String header() {
    return applied.isEmpty() ? null : String.join(", ", applied);
  }

  private Applied add(String name, @Nullable Enum<?> value) {
    if (value != null) {
      applied.add(name + "=" + word(value));
    }
    return this;
  }
}
