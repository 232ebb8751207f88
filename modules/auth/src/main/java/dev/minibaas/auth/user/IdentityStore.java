package dev.minibaas.auth.user;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;

/** The table {@code auth.identities}. */
public final class IdentityStore {
  private static final String INSERT =
      """
      insert into auth.identities (
        id, provider_id, user_id, provider, identity_data,
        last_sign_in_at, created_at, updated_at)
      values (gen_random_uuid(), ?, ?, ?, ?::jsonb, now(), now(), now())
      """;

  private static final String UPDATE_DATA =
      """
      update auth.identities
      set identity_data = identity_data || ?::jsonb, updated_at = now()
      where user_id = ? and provider = ?
      """;

  /** What an e-mail identity says of its user. */
  public static JsonObject emailData(UUID userId, String email, boolean verified) {
    return data(userId)
        .add("email", email)
        .add("email_verified", verified)
        .add("phone_verified", false)
        .build();
  }

  /** What a phone identity says of its user. */
  public static JsonObject phoneData(UUID userId, String phone, boolean verified) {
    return data(userId)
        .add("phone", phone)
        .add("email_verified", false)
        .add("phone_verified", verified)
        .build();
  }

  private static JsonObjectBuilder data(UUID userId) {
    return JsonValues.object().add("sub", userId.toString());
  }

  /** Writes an identity whose subject is the user itself: that of e-mail or phone. */
  public void insert(Tx tx, UUID userId, String provider, JsonObject data) {
    tx.change(INSERT, userId.toString(), userId, provider, data);
  }

  /** Merges into what an identity says; creates the identity when the user has none of it. */
  public void merge(Tx tx, UUID userId, String provider, JsonObject data) {
    if (tx.change(UPDATE_DATA, data, userId, provider) == 0) {
      insert(tx, userId, provider, data);
    }
  }
}
