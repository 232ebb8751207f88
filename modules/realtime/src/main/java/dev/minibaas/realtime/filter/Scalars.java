package dev.minibaas.realtime.filter;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** JSON's single values in a form whose {@code equals} is the filters': 1 and 1.0 are one. */
final class Scalars {
  /** JSON's null, which is not the same as nothing. */
  private enum None {
    NULL
  }

  private Scalars() {}

  /** Null for objects and arrays. */
  static @Nullable Comparable<?> of(JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> ((JsonNumber) value).bigDecimalValue().stripTrailingZeros();
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> None.NULL;
      case OBJECT, ARRAY -> null;
    };
  }
}
