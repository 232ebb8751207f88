package dev.minibaas.realtime.phoenix;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of a channel. A part of the wrong shape takes its default and is named among
 * the problems: the join goes on with what could be read.
 *
 * @param accessToken null when the token of the socket counts
 * @param problems for the log; names of fields, never what was in them
 */
public record JoinPayload(
    @Nullable String accessToken,
    boolean isPrivate,
    Broadcasts broadcasts,
    Presence presence,
    List<ChangesBinding> changes,
    List<String> problems) {
  private static final String OPAQUE_KEY = "sb_";

  public JoinPayload {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }

  /**
   * @param self whether the sender hears itself
   * @param ack whether a broadcast gets a reply
   * @param replay what of the past is wanted; null for nothing
   * @param replicationReady whether the client waits for the word that changes are streamed
   */
  public record Broadcasts(
      boolean self, boolean ack, @Nullable Replay replay, boolean replicationReady) {}

  /**
   * @param since milliseconds since 1970
   */
  public record Replay(long since, int limit) {
    static final int DEFAULT_LIMIT = 25;
    static final int MAX_LIMIT = 25;
  }

  /**
   * @param key empty when the server shall make one
   */
  public record Presence(String key, boolean enabled) {}

  public static JoinPayload parse(JsonObject payload) {
    List<String> problems = new ArrayList<>();
    var top = new LenientObject(payload, "", problems);
    LenientObject config = top.object("config");
    LenientObject presence = config.object("presence");
    String token = top.text("access_token", "");
    return new JoinPayload(
        token.isEmpty() || token.startsWith(OPAQUE_KEY) ? null : token,
        config.flag("private", false),
        broadcasts(config.object("broadcast")),
        new Presence(presence.text("key", ""), presence.flag("enabled", true)),
        changes(config),
        problems);
  }

  private static Broadcasts broadcasts(LenientObject config) {
    return new Broadcasts(
        config.flag("self", false),
        config.flag("ack", false),
        replay(config),
        config.flag("replication_ready", false));
  }

  private static @Nullable Replay replay(LenientObject config) {
    if (!config.has("replay")) {
      return null;
    }
    LenientObject replay = config.object("replay");
    long since = replay.integer("since", -1, 0, Long.MAX_VALUE);
    long limit = replay.integer("limit", Replay.DEFAULT_LIMIT, 1, Replay.MAX_LIMIT);
    return since < 0 ? null : new Replay(since, (int) limit);
  }

  private static List<ChangesBinding> changes(LenientObject config) {
    List<ChangesBinding> bindings = new ArrayList<>();
    for (JsonValue element : config.elements("postgres_changes")) {
      if (element instanceof JsonObject binding) {
        bindings.add(ChangesBinding.parse(binding));
      }
    }
    return bindings;
  }
}
