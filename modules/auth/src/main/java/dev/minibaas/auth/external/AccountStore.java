package dev.minibaas.auth.external;

import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements over users and identities that signing in by a provider needs. */
final class AccountStore {
  // who is known by a verified address: a row of its own, or what another provider has verified
  private static final String BY_EMAILS =
      """
      select id from auth.users
      where instance_id = '00000000-0000-0000-0000-000000000000'
        and lower(email) = any (?) and not is_sso_user
      union
      select i.user_id from auth.identities i
      where i.email = any (?) and i.provider not like 'sso:%'
        and i.provider not in ('email', 'phone')
        and i.identity_data -> 'email_verified' = 'true'
      """;

  private static final String INSERT =
      """
      insert into auth.identities (
        id, provider_id, user_id, provider, identity_data,
        last_sign_in_at, created_at, updated_at)
      values (?, ?, ?, ?, ?::jsonb, now(), now(), now())
      """;

  private static final String SEEN =
      """
      update auth.identities
      set identity_data = ?::jsonb, last_sign_in_at = now(), updated_at = now()
      where provider_id = ? and provider = ?
      """;

  private static final String STRIP =
      """
      update auth.users
      set encrypted_password = '', phone = null, phone_confirmed_at = null,
          raw_user_meta_data = ?::jsonb, updated_at = now()
      where id = ?
      """;

  private final UserStore users = new UserStore();

  /** The user of an identity, with the user's row locked. */
  Optional<UUID> byIdentity(Tx tx, String provider, String subject) {
    return tx.first(
        """
        select u.id from auth.identities i join auth.users u on u.id = i.user_id
        where i.provider_id = ? and i.provider = ?
        for update of u
        """,
        row -> Tx.uuid(row, "id"),
        subject,
        provider);
  }

  List<UUID> byVerifiedEmails(Tx tx, List<String> emails) {
    String[] array = emails.toArray(String[]::new);
    return tx.all(BY_EMAILS, row -> Tx.uuid(row, "id"), array, array);
  }

  boolean isTaken(Tx tx, String email) {
    return tx.first(
            """
            select 1 from auth.users
            where instance_id = '00000000-0000-0000-0000-000000000000'
              and lower(email) = ? and not is_sso_user
            """,
            row -> row.getInt(1),
            email)
        .isPresent();
  }

  void lock(Tx tx, UUID userId) {
    tx.first("select id from auth.users where id = ? for update", row -> row.getString(1), userId);
  }

  /** A duplicate of the database when somebody else was faster. */
  UUID add(Tx tx, UUID userId, String provider, String subject, JsonObject data) {
    UUID id = UUID.randomUUID();
    tx.change(INSERT, id, subject, userId, provider, data);
    return id;
  }

  void seen(Tx tx, String provider, String subject, JsonObject data) {
    tx.change(SEEN, data, subject, provider);
  }

  /** Notes which providers know the user. */
  void noteProviders(Tx tx, UUID userId) {
    List<String> providers =
        tx.all(
            """
            select provider from auth.identities where user_id = ?
            group by provider order by min(created_at), provider
            """,
            row -> Tx.text(row, "provider"),
            userId);
    if (!providers.isEmpty()) {
      users.mergeAppMetadata(tx, userId, Metadata.ofProviders(providers));
    }
  }

  /**
   * Takes away every way into an account whose address nobody had confirmed: whoever made it may
   * not be the one to whom the address belongs, and who has just proved that.
   */
  void strip(Tx tx, UUID userId, UUID keptIdentity, JsonObject data) {
    tx.change("delete from auth.identities where user_id = ? and id <> ?", userId, keptIdentity);
    tx.change("delete from auth.sessions where user_id = ?", userId);
    tx.change("delete from auth.mfa_factors where user_id = ?", userId);
    tx.change("delete from auth.webauthn_credentials where user_id = ?", userId);
    users.setPassword(tx, userId, "");
    tx.change(STRIP, data, userId);
  }
}
