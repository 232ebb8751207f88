package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.schema.MediaHandler;
import dev.minibaas.rest.schema.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first acceptable media type that can be made. */
final class MediaNegotiator {
  private final List<MediaHandler> handlers;
  private final boolean plans;

  MediaNegotiator(List<MediaHandler> handlers, boolean plans) {
    this.handlers = handlers;
    this.plans = plans;
  }

  /**
   * @param target the relation whose rows, or the function whose value is to be shown
   * @param isDefaultSelect handlers of one relation take its whole rows only
   */
  Representation choose(List<MediaType> accepted, Name target, boolean isDefaultSelect) {
    for (MediaType type : accepted) {
      Representation found = match(type, target, isDefaultSelect);
      if (found != null) {
        return found;
      }
    }
    throw RestError.notAcceptable(accepted.stream().map(MediaType::text).toList());
  }

  private @Nullable Representation match(MediaType type, Name target, boolean isDefaultSelect) {
    return switch (type) {
      case MediaType.SingleObject(boolean stripped) ->
          new Representation(type, new BodyFormat.JsonObject(stripped));
      case MediaType.StrippedArray() -> new Representation(type, new BodyFormat.JsonArray(true));
      case MediaType.Plan(MediaType inner, boolean ignored, List<String> options) -> {
        Representation of = plans ? match(inner, target, isDefaultSelect) : null;
        yield of == null ? null : new Representation(type, of.format());
      }
      case MediaType.Named(String text) -> {
        MediaHandler handler = handler(text, target, isDefaultSelect);
        yield handler == null
            ? builtIn(type)
            : new Representation(
                MediaType.of(handler.contentType()), new BodyFormat.Custom(handler));
      }
    };
  }

  private @Nullable MediaHandler handler(String type, Name target, boolean isDefaultSelect) {
    MediaHandler ofTarget = isDefaultSelect ? find("*/*", target) : null;
    if (ofTarget == null && isDefaultSelect) {
      ofTarget = find(type, target);
    }
    return ofTarget != null ? ofTarget : find(type, MediaHandler.ANY_RELATION);
  }

  private @Nullable MediaHandler find(String type, Name target) {
    for (MediaHandler handler : handlers) {
      if (handler.mediaType().equals(type) && handler.target().equals(target)) {
        return handler;
      }
    }
    return null;
  }

  private static @Nullable Representation builtIn(MediaType type) {
    if (type.equals(MediaType.JSON) || type.equals(MediaType.ANY)) {
      return new Representation(MediaType.JSON, new BodyFormat.JsonArray(false));
    }
    if (type.equals(MediaType.CSV)) {
      return new Representation(type, new BodyFormat.Csv());
    }
    if (type.equals(MediaType.GEO_JSON)) {
      return new Representation(type, new BodyFormat.GeoJson());
    }
    return null;
  }
}
