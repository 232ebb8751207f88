package dev.minibaas.realtime.phoenix;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says about a push and a channel. */
public final class Replies {
  private Replies() {}

  /** Why a join or another push is refused; the client shows "Code: text". */
  public enum Refusal {
    UNAUTHORIZED("Unauthorized"),
    INVALID_TOKEN("InvalidJWTToken"),
    PRIVATE_ONLY("PrivateOnly"),
    TOO_MANY_CHANNELS("ChannelRateLimitReached"),
    TOO_MANY_JOINS("ClientJoinRateLimitReached"),
    TOO_MANY_MESSAGES("ClientMessageRateLimitReached"),
    PAYLOAD_TOO_LARGE("PayloadTooLarge"),
    TOO_MANY_BINDINGS("PostgresChangesLimitReached"),
    NO_REPLAY("UnableToReplayMessages"),
    NOT_JOINED("ChannelNotJoined"),
    INVALID_PRESENCE("InvalidPresencePayload"),
    UNKNOWN_EVENT("UnknownEvent"),
    UNAVAILABLE("RealtimeUnavailable");

    private final String code;

    Refusal(String code) {
      this.code = code;
    }

    /** As a client shows it. */
    public String text(String reason) {
      return code + ": " + reason;
    }
  }

  /** Which part of the server a system event is about. */
  public enum Extension {
    POSTGRES_CHANGES("postgres_changes"),
    SYSTEM("system");

    private final String text;

    Extension(String text) {
      this.text = text;
    }
  }

  public static Outgoing ok(Push push) {
    return reply(push, "ok", JsonValue.EMPTY_JSON_OBJECT);
  }

  /** To a join: every binding as it was sent, in order, with its id. */
  public static Outgoing joined(Push join, List<ChangesBinding> bindings) {
    JsonArrayBuilder confirmed = Json.createArrayBuilder();
    bindings.forEach(binding -> confirmed.add(binding.confirmed()));
    return reply(join, "ok", Json.createObjectBuilder().add("postgres_changes", confirmed).build());
  }

  public static Outgoing refused(Push push, Refusal refusal, String text) {
    return refused(push, refusal.text(text));
  }

  public static Outgoing refused(Push push, ClientEvent.Unknown unknown) {
    return refused(push, unknown.reason());
  }

  private static Outgoing refused(Push push, String reason) {
    return reply(push, "error", Json.createObjectBuilder().add("reason", reason).build());
  }

  /** The channel is over. */
  public static Outgoing closed(String topic, @Nullable String joinRef) {
    return new Outgoing.Event(joinRef, joinRef, topic, "phx_close", JsonValue.EMPTY_JSON_OBJECT);
  }

  /** How a channel fares. */
  public static Outgoing system(
      String topic, @Nullable String joinRef, Extension extension, boolean ok, String message) {
    JsonObject payload =
        Json.createObjectBuilder()
            .add("extension", extension.text)
            .add("status", ok ? "ok" : "error")
            .add("message", message)
            .add("channel", ClientEvent.channel(topic).orElse(topic))
            .build();
    return new Outgoing.Event(joinRef, null, topic, "system", payload);
  }

  private static Outgoing reply(Push push, String status, JsonObject response) {
    JsonObject payload =
        Json.createObjectBuilder().add("status", status).add("response", response).build();
    return new Outgoing.Event(push.joinRef(), push.ref(), push.topic(), "phx_reply", payload);
  }
}
