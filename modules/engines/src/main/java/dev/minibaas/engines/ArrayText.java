package dev.minibaas.engines;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists in PostgreSQL's notation of arrays. */
final class ArrayText {
  private ArrayText() {}

  static String of(List<?> list) {
    StringBuilder out = new StringBuilder("{");
    String separator = "";
    for (Object element : list) {
      out.append(separator).append(element(element));
      separator = ",";
    }
    return out.append('}').toString();
  }

  private static String element(@Nullable Object element) {
    return switch (element) {
      case null -> "null";
      case List<?> nested -> of(nested);
      case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case Object value ->
          '"' + JsonText.of(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    };
  }
}
