package dev.minibaas.realtime.channels;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Content;
import dev.minibaas.realtime.phoenix.JoinPayload;
import dev.minibaas.realtime.phoenix.Outgoing;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads {@code realtime.messages} as the identity: its policies decide about each row. */
public final class PostgresReplays implements Replays {
  private static final Logger LOG = Log.of(PostgresReplays.class);

  /** The end of the year 9999; PostgreSQL's own times end a little later. */
  private static final long LATEST = 253_402_300_799_000L;

  private final CallerSessions sessions;

  public PostgresReplays(CallerSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Outgoing.Broadcast> read(
      Identity identity, String channel, JoinPayload.Replay wanted, Map<String, String> headers) {
    String rows =
        sessions.read(
            session(identity, channel, headers),
            statement(channel, wanted),
            row -> row.getString(1));
    List<Outgoing.Broadcast> messages = new ArrayList<>();
    for (JsonValue row : JsonReader.read(rows).asJsonArray()) {
      try {
        messages.add(message(channel, row.asJsonObject()));
      } catch (InvalidJson e) {
        LOG.log(Level.WARNING, "a message can''t be replayed: {0}", e.getMessage());
      }
    }
    return messages;
  }

  private static Session session(Identity identity, String channel, Map<String, String> headers) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    headers.forEach(json::add);
    return new Session(
        identity.role(),
        identity.claims(),
        List.of(
            new Session.Setting("realtime.topic", channel),
            new Session.Setting("request.headers", json.build().toString())),
        true,
        null);
  }

  /** The latest ones, oldest first. */
  private static Statement statement(String channel, JoinPayload.Replay wanted) {
    return new Sql()
        .append(
            """
            select coalesce(json_agg(json_build_object('id', m.id, 'event', m.event,
              'payload', m.payload::text, 'bytes', encode(m.binary_payload, 'base64'))
              order by m.inserted_at, m.id), '[]'), current_user
            from (select id, event, payload, binary_payload, inserted_at
              from realtime.messages
              where extension = 'broadcast' and private and event is not null
                and (payload is not null or binary_payload is not null)
                and topic =
            """)
        .value(channel, "text")
        .append(" and inserted_at >= to_timestamp(")
        .value(Math.min(wanted.since(), LATEST))
        .append(" / 1000.0) order by inserted_at desc, id desc limit ")
        .value(wanted.limit())
        .append(") m")
        .build();
  }

  private static Outgoing.Broadcast message(String channel, JsonObject row) {
    String json = JsonReader.textOrNull(row.get("payload"));
    Content content =
        json == null
            ? new Content.OfBytes(Base64.getMimeDecoder().decode(row.getString("bytes")))
            : new Content.OfJson(JsonReader.read(json));
    JsonObject metadata =
        Json.createObjectBuilder().add("replayed", true).add("id", row.getString("id")).build();
    return new Outgoing.Broadcast(
        new ChannelKey(channel, true).topic(), row.getString("event"), content, metadata);
  }
}
