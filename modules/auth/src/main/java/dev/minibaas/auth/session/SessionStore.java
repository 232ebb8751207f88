package dev.minibaas.auth.session;

import dev.minibaas.auth.entity.Aal;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code auth.sessions} and {@code auth.mfa_amr_claims}. */
public final class SessionStore {
  // methods and their times travel as two arrays in one order
  private static final String SELECT =
      """
      select s.id, s.user_id, coalesce(s.aal::text, 'aal1') as aal, s.created_at, s.not_after,
             s.refreshed_at at time zone 'utc' as refreshed_at, s.tag, m.names, m.times
      from auth.sessions s,
        lateral (
          select array_agg(authentication_method order by updated_at desc) as names,
                 array_agg(extract(epoch from updated_at)::bigint order by updated_at desc)
                   as times
          from auth.mfa_amr_claims where session_id = s.id) m
      """;

  private static final String BY_ID = SELECT + "where s.id = ?";

  private static final String OTHERS = SELECT + "where s.user_id = ? and s.id <> ?";

  // no row: another transaction compares the user's sessions
  private static final String LOCK_USER =
      "select 1 from auth.users where id = ? for no key update skip locked";

  private static final String INSERT =
      """
      insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
      values (?, ?, now(), now(), 'aal1', ?, ?::inet)
      """;

  private static final String ADD_METHOD =
      """
      insert into auth.mfa_amr_claims (
        id, session_id, authentication_method, created_at, updated_at)
      values (gen_random_uuid(), ?, ?, now(), now())
      on conflict (session_id, authentication_method) do update set updated_at = now()
      """;

  private static final String ELEVATE =
      """
      update auth.sessions set aal = ?::auth.aal_level, factor_id = ?, updated_at = now()
      where id = ?
      """;

  private static final String END_BELOW =
      """
      delete from auth.sessions
      where user_id = ? and coalesce(aal, 'aal1') < ?::auth.aal_level
      """;

  private static final String REFRESHED =
      """
      update auth.sessions
      set refreshed_at = now() at time zone 'utc', user_agent = ?, ip = ?::inet
      where id = ?
      """;

  public Optional<Session> byId(Tx tx, UUID id) {
    return tx.first(BY_ID, SessionStore::read, id);
  }

  /** The user's sessions beside this one. */
  List<Session> others(Tx tx, Session session) {
    return tx.all(OTHERS, SessionStore::read, session.userId(), session.id());
  }

  /** Whether the user's row is locked now. */
  boolean lockUser(Tx tx, UUID userId) {
    return tx.first(LOCK_USER, row -> true, userId).isPresent();
  }

  /** Opens a session of a user who has just proved itself. */
  public Session open(Tx tx, UUID userId, String method, Origin origin) {
    UUID id = UUID.randomUUID();
    tx.change(INSERT, id, userId, origin.userAgent(), origin.address());
    tx.change(ADD_METHOD, id, method);
    return byId(tx, id).orElseThrow();
  }

  /** Notes that the session was proved by a factor, too. */
  void elevate(Tx tx, UUID id, UUID factorId, String method, Aal aal) {
    tx.change(ELEVATE, aal.label(), factorId, id);
    tx.change(ADD_METHOD, id, method);
  }

  /** Ends the sessions of a user that are authenticated less well. */
  void endBelow(Tx tx, UUID userId, Aal aal) {
    tx.change(END_BELOW, userId, aal.label());
  }

  void refreshed(Tx tx, UUID id, Origin origin) {
    tx.change(REFRESHED, origin.userAgent(), origin.address(), id);
  }

  /** Ends one session; its refresh tokens go with it. */
  public void end(Tx tx, UUID id) {
    tx.change("delete from auth.sessions where id = ?", id);
  }

  /** Ends every session of a user but one. */
  public void endOthers(Tx tx, UUID userId, UUID kept) {
    tx.change("delete from auth.sessions where user_id = ? and id <> ?", userId, kept);
  }

  /** Ends every session of a user. */
  public void endAll(Tx tx, UUID userId) {
    tx.change("delete from auth.sessions where user_id = ?", userId);
  }

  private static Session read(ResultSet row) throws SQLException {
    Instant created = Tx.instant(row, "created_at");
    return new Session(
        Tx.uuid(row, "id"),
        Tx.uuid(row, "user_id"),
        row.getString("aal"),
        created == null ? Instant.EPOCH : created,
        Tx.instant(row, "not_after"),
        Tx.instant(row, "refreshed_at"),
        row.getString("tag"),
        methods(row.getArray("names"), row.getArray("times")));
  }

  private static List<Session.Method> methods(Array names, Array times) throws SQLException {
    List<Session.Method> methods = new ArrayList<>();
    if (names != null) {
      String[] name = (String[]) names.getArray();
      Long[] time = (Long[]) times.getArray();
      for (int i = 0; i < name.length; i++) {
        methods.add(new Session.Method(name[i], Instant.ofEpochSecond(time[i])));
      }
    }
    return methods;
  }
}
