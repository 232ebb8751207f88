package dev.minibaas.realtime.channels;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.ChannelRights;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Content;
import dev.minibaas.realtime.socket.Allowance;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Broadcasts by HTTP, to channels that the sender need not be in. Safe for threads. */
public final class BroadcastApi {
  private static final Logger LOG = Log.of(BroadcastApi.class);
  private static final int MAX_CALLERS = 10_000;

  private final Channels channels;
  private final ChannelRights rights;
  private final InstantSource clock;
  private final PhoenixLimits limits;

  /** Of those who called last. */
  private final Map<String, Allowance> allowances =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MAX_CALLERS;
        }
      };

  public BroadcastApi(
      Channels channels, ChannelRights rights, InstantSource clock, PhoenixLimits limits) {
    this.channels = channels;
    this.rights = rights;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Who calls, and what came.
   *
   * @param headers names in small letters, without cookies, keys and tokens; policies see them
   * @param body at most one byte more than is allowed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Call(Caller caller, Map<String, String> headers, byte[] body) {}

  /**
   * @param problem null when it was done
   */
  record Answer(int status, @Nullable String problem) {
    static final Answer ACCEPTED = new Answer(202, null);

    static Answer invalid(String problem) {
      return new Answer(422, problem);
    }
  }

  int maxBytes() {
    return limits.payloadBytes();
  }

  /** Many messages; all of them are valid, or none is sent. */
  Answer batch(Call call) {
    if (call.body().length > maxBytes()) {
      return tooLarge();
    }
    List<NodeMessage.Broadcast> messages;
    try {
      messages = messages(JsonReader.read(ByteBuffer.wrap(call.body())));
    } catch (InvalidJson | IllegalArgumentException e) {
      return Answer.invalid(String.valueOf(e.getMessage()));
    }
    if (messages.size() > limits.eventsPerSecond()) {
      return new Answer(429, "Too many messages to broadcast, please reduce the batch size");
    }
    return send(call, messages);
  }

  /**
   * One message.
   *
   * @param topic without {@code realtime:}
   * @param type of the body's content
   */
  Answer single(Call call, String topic, String event, boolean isPrivate, @Nullable String type) {
    if (call.body().length > maxBytes()) {
      return tooLarge();
    }
    if (topic.isEmpty() || event.isEmpty()) {
      return Answer.invalid("topic and event can't be empty");
    }
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Content content;
    try {
      content =
          switch (media) {
            case "application/json" ->
                new Content.OfJson(JsonReader.read(ByteBuffer.wrap(call.body())));
            case "application/octet-stream" -> new Content.OfBytes(call.body());
            default ->
                throw new IllegalArgumentException(
                    "the body is application/json or application/octet-stream");
          };
    } catch (InvalidJson | IllegalArgumentException e) {
      return Answer.invalid(String.valueOf(e.getMessage()));
    }
    var channel = new ChannelKey(topic, isPrivate);
    return send(call, List.of(new NodeMessage.Broadcast(channel, event, content, null)));
  }

  private Answer send(Call call, List<NodeMessage.Broadcast> messages) {
    if (!allowance(call.caller(), messages.size())) {
      return new Answer(429, "You have exceeded your rate limit");
    }
    Map<String, Boolean> writable = new HashMap<>();
    try {
      for (NodeMessage.Broadcast message : messages) {
        if (message.channel().isPrivate()) {
          writable.computeIfAbsent(message.channel().name(), name -> mayWrite(call, name));
        }
      }
    } catch (SqlFailure e) {
      LOG.log(Level.WARNING, "nothing is broadcast: the database can't be asked", e);
      return new Answer(503, "the database can't be asked at the moment");
    }
    for (NodeMessage.Broadcast message : messages) {
      if (!message.channel().isPrivate()
          || writable.getOrDefault(message.channel().name(), false)) {
        channels.broadcast(message, null);
      }
    }
    return Answer.ACCEPTED;
  }

  private boolean mayWrite(Call call, String name) {
    return rights.mayBroadcast(Identity.of(call.caller()), name, call.headers());
  }

  private boolean allowance(Caller caller, int messages) {
    String subject = caller.subject();
    String who = caller.role() + " " + (subject == null ? "" : subject);
    synchronized (allowances) {
      return allowances
          .computeIfAbsent(
              who, any -> new Allowance(clock, limits.eventsPerSecond(), Duration.ofSeconds(1)))
          .take(messages);
    }
  }

  private Answer tooLarge() {
    return Answer.invalid("a message has at most " + maxBytes() / 1024 + " KB");
  }

  private static List<NodeMessage.Broadcast> messages(JsonValue body) {
    if (!(body instanceof JsonObject object)
        || !(object.get("messages") instanceof JsonArray list)
        || list.isEmpty()) {
      throw new IllegalArgumentException("messages must be a list of at least one message");
    }
    List<NodeMessage.Broadcast> messages = new ArrayList<>();
    for (JsonValue message : list) {
      messages.add(message(message, "messages[" + messages.size() + "]"));
    }
    return messages;
  }

  private static NodeMessage.Broadcast message(JsonValue value, String place) {
    if (!(value instanceof JsonObject message)) {
      throw new IllegalArgumentException(place + " must be an object");
    }
    String topic = text(message, "topic", place);
    String event = text(message, "event", place);
    JsonValue payload = message.get("payload");
    if (payload == null || payload == JsonValue.NULL) {
      throw new IllegalArgumentException(place + ".payload can't be blank");
    }
    JsonValue isPrivate = message.getOrDefault("private", JsonValue.FALSE);
    if (isPrivate != JsonValue.TRUE
        && isPrivate != JsonValue.FALSE
        && isPrivate != JsonValue.NULL) {
      throw new IllegalArgumentException(place + ".private must be true or false");
    }
    var channel = new ChannelKey(topic, isPrivate == JsonValue.TRUE);
    return new NodeMessage.Broadcast(channel, event, new Content.OfJson(payload), null);
  }

  private static String text(JsonObject message, String name, String place) {
    String text = JsonReader.textOrNull(message.get(name));
    if (text == null || text.isEmpty()) {
      throw new IllegalArgumentException(place + "." + name + " must be a text, and not empty");
    }
    return text;
  }
}
