package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The media types that a client accepts, best first. */
final class AcceptHeader {
  private record Weighed(MediaType type, double quality, int specificity) {}

  private AcceptHeader() {}

  static List<MediaType> parse(@Nullable String header) {
    if (header == null || header.isBlank() || header.equals("*/*")) {
      return List.of(MediaType.ANY);
    }
    if (header.indexOf(',') < 0 && header.indexOf(';') < 0) {
      return List.of(MediaType.of(header.strip()));
    }
    List<Weighed> weighed = new ArrayList<>();
    for (String part : MediaType.split(header, ',')) {
      weighed.add(weigh(part.strip()));
    }
    weighed.sort(
        Comparator.comparingDouble(Weighed::quality)
            .thenComparingInt(Weighed::specificity)
            .reversed());
    return weighed.stream().filter(w -> w.quality() > 0).map(Weighed::type).toList();
  }

  private static Weighed weigh(String part) {
    List<String> pieces = MediaType.split(part, ';');
    String quality = MediaType.parameter(pieces.subList(1, pieces.size()), "q");
    String type = pieces.get(0).strip();
    int specificity = type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    return new Weighed(MediaType.of(part), weight(quality), specificity);
  }

  private static double weight(@Nullable String quality) {
    try {
      return quality == null ? 1 : Double.parseDouble(quality);
    } catch (NumberFormatException e) {
      return 1; // a malformed weight is no reason to refuse the type
    }
  }
}
