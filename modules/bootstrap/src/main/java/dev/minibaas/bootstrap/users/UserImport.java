package dev.minibaas.bootstrap.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into schema {@code auth}. PostgreSQL reads them ({@code jsonb_populate_record}), so
 * that every column of every version has its type. What is there already stays as it is.
 */
final class UserImport {
  // a question mark that is an operator is written twice for the driver
  /** Nulls count as missing; of both names of a column GoTrue's own wins. */
  private static final String USER =
      """
      select jsonb_build_object(
          'instance_id', '00000000-0000-0000-0000-000000000000', 'aud', 'authenticated',
          'role', 'authenticated', 'confirmation_token', '', 'recovery_token', '',
          'email_change_token_new', '', 'email_change', '', 'email_change_token_current', '',
          'email_change_confirm_status', 0, 'phone_change', '', 'phone_change_token', '',
          'reauthentication_token', '', 'is_sso_user', false, 'is_anonymous', false,
          'raw_user_meta_data', '{}'::jsonb,
          'raw_app_meta_data', '{"provider": "email", "providers": ["email"]}'::jsonb,
          'created_at', now(), 'updated_at', now())
        || coalesce(jsonb_object_agg(names.name, pairs.value) filter (where not names.is_other), '{}')
        || coalesce(jsonb_object_agg(names.name, pairs.value) filter (
             where names.is_other and not (?::jsonb ?? names.name)), '{}') as j
      from jsonb_each(?::jsonb) pairs,
        lateral (select case pairs.key
            when 'password_hash' then 'encrypted_password'
            when 'app_metadata' then 'raw_app_meta_data'
            when 'user_metadata' then 'raw_user_meta_data'
            else pairs.key end as name,
          pairs.key in ('password_hash', 'app_metadata', 'user_metadata') as is_other) names
      where pairs.value <> 'null'
        and not (pairs.key in ('email', 'phone') and pairs.value = '""')
      """;

  /** Up to v2.128 the column id was what is provider_id since; the API calls it so still. */
  private static final String IDENTITY =
      """
      select jsonb_build_object(
          'id', gen_random_uuid(), 'created_at', now(), 'updated_at', now(),
          'identity_data', jsonb_build_object('sub', given.j -> 'provider_id'))
        || (select jsonb_object_agg(key, value) from jsonb_each(given.j) where value <> 'null') as j
      from (
        select case when raw.j ?? 'provider_id' then raw.j
          else (raw.j - 'id' - 'identity_id') || jsonb_build_object(
            'provider_id', raw.j -> 'id', 'id', raw.j -> 'identity_id') end as j
        from (select ?::jsonb as j) raw
      ) given
      """;

  private static final String FACTOR =
      "select jsonb_build_object('created_at', now(), 'updated_at', now()) || ?::jsonb as j";

  private static final String INSERT =
      """
      with given as (%s)
      insert into auth.%s (%s)
      select %s from given, jsonb_populate_record(null::auth.%s, given.j) r
      on conflict do nothing
      """;

  /** Whoever signs in by e-mail has an identity; dumps of the users alone have none. */
  private static final String MISSING_IDENTITIES =
      """
      insert into auth.identities (
        provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
      select u.id::text, u.id,
        jsonb_build_object('sub', u.id::text, 'email', u.email,
          'email_verified', u.email_confirmed_at is not null, 'phone_verified', false),
        'email', u.last_sign_in_at, u.created_at, u.updated_at
      from auth.users u
      where u.email is not null and not u.is_sso_user and u.deleted_at is null
        and u.raw_app_meta_data -> 'providers' ? 'email'
        and not exists (select from auth.identities i where i.user_id = u.id)
      on conflict do nothing
      """;

  private static final String HASH =
      "\\$2[abxy]?\\$\\d\\d\\$[./A-Za-z0-9]{53}|\\$argon2id?\\$.+|\\$argon2i\\$.+|\\$fbscrypt\\$.+";

  private final Connection connection;
  private final Report report;
  private final String users;
  private final String identities;
  private final String factors;

  /**
   * @param connection of a superuser
   */
  UserImport(Connection connection, Report report) throws SQLException {
    this.connection = connection;
    this.report = report;
    // nothing is done with more rights than the service has itself
    execute("set role minibaas_auth");
    this.users = insert(USER, "users", "email");
    this.identities = insert(IDENTITY, "identities", null);
    this.factors = insert(FACTOR, "mfa_factors", null);
  }

  private String insert(String source, String table, @Nullable String lowered) throws SQLException {
    List<String> columns = columns(table);
    List<String> values = new ArrayList<>();
    for (String column : columns) {
      values.add(column.equals(lowered) ? "lower(r." + column + ")" : "r." + column);
    }
    return INSERT.formatted(
        source, table, String.join(", ", columns), String.join(", ", values), table);
  }

  private List<String> columns(String table) throws SQLException {
    String sql =
        """
        select quote_ident(attname) from pg_catalog.pg_attribute
        where attrelid = ('auth.' || ?)::regclass and attnum > 0 and not attisdropped
          and attgenerated = ''
        order by attnum
        """;
    return texts(sql, table);
  }

  void write(Row row) throws SQLException {
    switch (row.table()) {
      case USERS -> user(row);
      case IDENTITIES -> other(row, identities, "identity", List.of(row.json()));
      case MFA_FACTORS -> other(row, factors, "factor", List.of(row.json()));
    }
  }

  private void user(Row row) throws SQLException {
    try {
      String id = text("select ?::jsonb ->> 'id'", row.json());
      if (id == null || id.isEmpty()) {
        report.refused(row, "the user has no id");
        return;
      }
      if (changed(users, row.json(), row.json()) == 1) {
        report.imported(row.table());
        tellOfHash(row, id);
      } else if (text("select id::text from auth.users where id = ?::uuid", id) != null) {
        report.known(row.table());
      } else {
        report.refused(row, "user " + id + " has the e-mail address or number of another one");
        return;
      }
      nested(row);
    } catch (SQLException e) {
      refuse(row, "user", e);
    }
  }

  /** An API's user has its identities inside. */
  private void nested(Row row) throws SQLException {
    String sql =
        """
        select jsonb_array_elements(case jsonb_typeof(j -> 'identities')
          when 'array' then j -> 'identities' else '[]' end)::text
        from (select ?::jsonb as j) given
        """;
    Row inside = new Row(Row.Table.IDENTITIES, row.line(), row.json());
    other(inside, identities, "identity", texts(sql, row.json()));
  }

  private void other(Row row, String insert, String what, List<String> objects)
      throws SQLException {
    for (String object : objects) {
      try {
        if (changed(insert, object) == 1) {
          report.imported(row.table());
        } else {
          report.known(row.table());
        }
      } catch (SQLException e) {
        refuse(row, what, e);
      }
    }
  }

  private void tellOfHash(Row row, String id) throws SQLException {
    String hash = text("select encrypted_password from auth.users where id = ?::uuid", id);
    if (hash != null && !hash.isEmpty() && !hash.matches(HASH)) {
      report.refused(
          row,
          "user " + id + " is imported, but its password is of an unknown kind: it must be reset");
    }
  }

  /** After the last row. */
  void complete() throws SQLException {
    int made;
    try (Statement statement = connection.createStatement()) {
      made = statement.executeUpdate(MISSING_IDENTITIES);
    }
    for (int i = 0; i < made; i++) {
      report.imported(Row.Table.IDENTITIES);
    }
  }

  /** A fault of the connection ends the import; a fault of the row doesn't. */
  private void refuse(Row row, String what, SQLException e) throws SQLException {
    String state = String.valueOf(e.getSQLState());
    if (!state.startsWith("22") && !state.startsWith("23")) {
      throw e;
    }
    // a detail, and what follows the type of a bad value, would show values
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String shown = state.startsWith("22") ? message.replaceFirst(":? \".*", "") : message;
    report.refused(
        row,
        state.equals("23503")
            ? "the " + what + "'s user isn't there"
            : "the " + what + " can't be stored: " + shown);
  }

  private int changed(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private @Nullable String text(String sql, String value) throws SQLException {
    List<String> rows = texts(sql, value);
    return rows.isEmpty() ? null : rows.get(0);
  }

  private List<String> texts(String sql, String value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, value);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  private static void bind(PreparedStatement statement, String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
