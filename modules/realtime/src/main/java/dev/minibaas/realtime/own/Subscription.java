package dev.minibaas.realtime.own;

import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to receive.
 *
 * @param name {@code sub_id}, the client's own, unique in its connection
 * @param resumeFrom the position of the last event it has; null for live events only
 * @param rateLimit events a second; null for no limit of its own
 */
public record Subscription(
    String name,
    TopicPattern topic,
    EventFilter filter,
    Overflow overflow,
    @Nullable String resumeFrom,
    @Nullable Integer rateLimit) {
  private static final int MAX_RATE = 100_000;

  /** What happens to events when the client is too slow; it is told in any case. */
  public enum Overflow {
    /** It gets them later, out of the log. */
    CATCH_UP,
    DROP_NEWEST,
    DROP_OLDEST,
    DISCONNECT
  }

  /** The fields of SUBSCRIBE, or of one item of a batch. */
  static Subscription of(Fields message) {
    String name = message.text("sub_id", Limits.NAME);
    try {
      JsonObject given = message.objectOrNull("options");
      var options =
          new Fields(given == null ? JsonObject.EMPTY_JSON_OBJECT : given, Code.INVALID_OPTIONS)
              .only("overflow", "resume_from", "rate_limit");
      return new Subscription(
          name,
          TopicPattern.parse(message.text("topic", Limits.NAME)),
          filter(message),
          overflow(options),
          options.textOrNull("resume_from", Limits.NAME),
          options.integerOrNull("rate_limit", 1, MAX_RATE));
    } catch (InvalidTopic e) {
      throw new OwnError(Code.INVALID_TOPIC, String.valueOf(e.getMessage()), name);
    } catch (InvalidFilter e) {
      throw new OwnError(Code.INVALID_FILTER, String.valueOf(e.getMessage()), name);
    } catch (OwnError e) {
      throw e.about(name);
    }
  }

  private static EventFilter filter(Fields message) {
    if (!message.has("filter")) {
      return EventFilter.NONE;
    }
    if (message.field("filter") instanceof JsonObject filter) {
      return EventFilter.parse(filter);
    }
    throw new InvalidFilter("filter must be an object");
  }

  private static Overflow overflow(Fields options) {
    String word = options.textOrNull("overflow", Limits.NAME);
    if (word == null) {
      return Overflow.CATCH_UP;
    }
    for (Overflow overflow : Overflow.values()) {
      if (overflow.name().toLowerCase(Locale.ROOT).equals(word)) {
        return overflow;
      }
    }
    throw options.wrong("overflow must be catch_up, drop_newest, drop_oldest or disconnect");
  }
}
