package dev.minibaas.auth.user;

import static dev.minibaas.auth.sql.Tx.instant;
import static dev.minibaas.auth.sql.Tx.text;
import static dev.minibaas.auth.sql.Tx.uuid;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a user out of the columns that {@link #COLUMNS} names. */
public final class UserRow {
  /** What to select from {@code auth.users u}: the user with its identities and factors. */
  public static final String COLUMNS =
      """
      u.id, u.aud, u.role, u.email, u.phone, u.email_change, u.phone_change,
      u.encrypted_password, u.is_sso_user, u.is_anonymous,
      u.raw_app_meta_data, u.raw_user_meta_data, u.created_at, u.updated_at,
      u.email_confirmed_at, u.phone_confirmed_at, u.confirmed_at, u.invited_at,
      u.confirmation_sent_at, u.recovery_sent_at, u.email_change_sent_at,
      u.phone_change_sent_at, u.reauthentication_sent_at, u.last_sign_in_at,
      u.banned_until, u.deleted_at,
      (select json_agg(i order by i.created_at, i.id)
         from auth.identities i where i.user_id = u.id) as identities,
      (select json_agg(f order by f.created_at, f.id)
         from (select id, created_at, updated_at, status, friendly_name, factor_type, phone,
                      last_challenged_at, web_authn_aaguid, last_webauthn_challenge_data
                 from auth.mfa_factors where user_id = u.id) f) as factors
      """;

  private static final Set<String> FACTOR_TIMES =
      Set.of("created_at", "updated_at", "last_challenged_at");

  private UserRow() {}

  public static User read(ResultSet row) throws SQLException {
    return new User(
        uuid(row, "id"),
        text(row, "aud"),
        text(row, "role"),
        text(row, "email"),
        text(row, "phone"),
        text(row, "email_change"),
        text(row, "phone_change"),
        text(row, "encrypted_password"),
        row.getBoolean("is_sso_user"),
        row.getBoolean("is_anonymous"),
        object(row.getString("raw_app_meta_data")),
        object(row.getString("raw_user_meta_data")),
        times(row),
        factors(row.getString("factors")),
        identities(row.getString("identities")));
  }

  private static User.Times times(ResultSet row) throws SQLException {
    return new User.Times(
        orEpoch(instant(row, "created_at")),
        orEpoch(instant(row, "updated_at")),
        instant(row, "email_confirmed_at"),
        instant(row, "phone_confirmed_at"),
        instant(row, "confirmed_at"),
        instant(row, "invited_at"),
        instant(row, "confirmation_sent_at"),
        instant(row, "recovery_sent_at"),
        instant(row, "email_change_sent_at"),
        instant(row, "phone_change_sent_at"),
        instant(row, "reauthentication_sent_at"),
        instant(row, "last_sign_in_at"),
        instant(row, "banned_until"),
        instant(row, "deleted_at"));
  }

  // rows written by hand may lack what GoTrue always writes
  private static Instant orEpoch(@Nullable Instant time) {
    return time == null ? Instant.EPOCH : time;
  }

  private static JsonObject object(@Nullable String json) {
    return json != null && JsonValues.read(json) instanceof JsonObject object
        ? object
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static List<Identity> identities(@Nullable String json) {
    return array(json).getValuesAs(JsonValue::asJsonObject).stream()
        .map(UserRow::identity)
        .toList();
  }

  private static Identity identity(JsonObject row) {
    return new Identity(
        UUID.fromString(row.getString("id")),
        UUID.fromString(row.getString("user_id")),
        row.getString("provider"),
        row.getString("provider_id"),
        row.getJsonObject("identity_data"),
        row.getString("email", null),
        time(row, "last_sign_in_at"),
        orEpoch(time(row, "created_at")),
        orEpoch(time(row, "updated_at")));
  }

  private static List<User.Factor> factors(@Nullable String json) {
    return array(json).getValuesAs(JsonValue::asJsonObject).stream().map(UserRow::factor).toList();
  }

  private static User.Factor factor(JsonObject row) {
    JsonObjectBuilder json = JsonValues.object();
    row.forEach((name, value) -> {
      if (FACTOR_TIMES.contains(name)) {
        Timestamps.addTo(json, name, time(row, name));
      } else if (value != JsonValue.NULL) {
        json.add(name, value);
      }
    });
    boolean verified = row.getString("status").equals("verified");
    return new User.Factor(row.getString("factor_type"), verified, json.build());
  }

  private static @Nullable Instant time(JsonObject row, String name) {
    String text = row.getString(name, null);
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  private static JsonArray array(@Nullable String json) {
    return json == null ? JsonValue.EMPTY_JSON_ARRAY : JsonValues.read(json).asJsonArray();
  }
}
