package dev.minibaas.realtime.access;

import dev.minibaas.platform.sql.CallerLost;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.platform.sql.Statement;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/**
 * Private channels: the policies of {@code realtime.messages} say who may read and write what,
 * tried with messages that are rolled back.
 */
public final class ChannelAccess implements ChannelRights {
  private static final Statement NO_PREPARATION = new Sql().append("select true").build();
  private final CallerSessions sessions;

  /**
   * @param sessions over a pool whose login role may execute {@code realtime.insert_probes(text)}
   */
  public ChannelAccess(CallerSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * @param headers of the connection's request, which policies see as {@code request.headers}
   * @throws SqlFailure when the database can't be asked; to be repeated
   */
  @Override
  public Rights rights(Identity identity, String topic, Map<String, String> headers) {
    Session session = session(identity, topic, headers);
    Rights readable = readable(session, topic);
    if (!readable.reads()) {
      // whoever may not join has nothing to write on
      return Rights.NONE;
    }
    return new Rights(
        readable.readBroadcast(),
        readable.readPresence(),
        isWritable(session, topic, "broadcast"),
        isWritable(session, topic, "presence"));
  }

  /** Whether a broadcast may be sent without joining, as by HTTP. */
  @Override
  public boolean mayBroadcast(Identity identity, String topic, Map<String, String> headers) {
    return isWritable(session(identity, topic, headers), topic, "broadcast");
  }

  private Rights readable(Session session, String topic) {
    Statement probes =
        new Sql().append("select realtime.insert_probes(").value(topic, "text").append(")").build();
    // the messages of this transaction alone: others of the topic may be visible for their own sake
    var sql = new Sql().append("select coalesce(bool_or(m.extension = 'broadcast'), false),");
    sql.append(" coalesce(bool_or(m.extension = 'presence'), false), current_user");
    sql.append(" from realtime.messages m where m.topic = ").value(topic, "text");
    sql.append(" and m.xmin = pg_current_xact_id()::xid");
    Statement read = sql.build();
    try {
      return sessions.rehearse(
          session,
          probes,
          transaction ->
              transaction.query(
                  read, row -> new Rights(row.getBoolean(1), row.getBoolean(2), false, false)));
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      return Rights.NONE;
    } catch (CallerLost e) {
      // the login role itself, or none
      return Rights.NONE;
    }
  }

  private boolean isWritable(Session session, String topic, String extension) {
    var sql = new Sql().append("with probe as (insert into realtime.messages");
    sql.append(" (topic, extension, private)");
    sql.append(" values (").value(topic, "text").append(", ").value(extension, "text");
    Statement write = sql.append(", true)) select true, current_user").build();
    try {
      return sessions.rehearse(
          session, NO_PREPARATION, transaction -> transaction.query(write, row -> true));
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      return false;
    } catch (CallerLost e) {
      // as above
      return false;
    }
  }

  private static Session session(Identity identity, String topic, Map<String, String> headers) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    headers.forEach(json::add);
    return new Session(
        identity.role(),
        identity.claims(),
        List.of(
            new Setting("realtime.topic", topic),
            new Setting("request.headers", json.build().toString())),
        false,
        null);
  }
}
