package dev.minibaas.auth.user;

import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** The table {@code auth.users}. */
public final class UserStore {
  private static final String BY_ID =
      "select " + UserRow.COLUMNS + " from auth.users u where u.id = ?";

  private static final String BY_EMAIL =
      "select "
          + UserRow.COLUMNS
          + """
          from auth.users u
          where u.instance_id = '00000000-0000-0000-0000-000000000000'
            and lower(u.email) = ? and u.aud = ? and not u.is_sso_user
          """;

  private static final String BY_PHONE =
      "select "
          + UserRow.COLUMNS
          + """
          from auth.users u
          where u.instance_id = '00000000-0000-0000-0000-000000000000'
            and u.phone = ? and u.aud = ? and not u.is_sso_user
          """;

  private static final String LOCK =
      "select " + UserRow.COLUMNS + " from auth.users u where u.id = ? for update of u";

  // whoever loses the race for an address finds no row inserted, and no failure to clean up after
  private static final String INSERT =
      """
      insert into auth.users (
        instance_id, id, aud, role, email, phone, encrypted_password, is_anonymous,
        raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
      values (
        '00000000-0000-0000-0000-000000000000', ?, ?, ?, ?, ?, ?, ?,
        ?::jsonb, ?::jsonb, now(), now())
      on conflict do nothing
      """;

  private static final String CONFIRM_EMAIL =
      """
      update auth.users
      set email_confirmed_at = now(), confirmation_token = '', updated_at = now(),
          raw_user_meta_data =
            coalesce(raw_user_meta_data, '{}') || '{"email_verified": true}'
      where id = ?
      """;

  private static final String CONFIRM_PHONE =
      """
      update auth.users
      set phone_confirmed_at = now(), confirmation_token = '', updated_at = now()
      where id = ?
      """;

  private static final String SIGNED_IN =
      "update auth.users set last_sign_in_at = now(), updated_at = now() where id = ?";

  // whatever was mailed before a new password may have been asked for by somebody else
  private static final String SET_PASSWORD =
      """
      update auth.users
      set encrypted_password = ?, updated_at = now(),
          confirmation_token = '', confirmation_sent_at = null,
          recovery_token = '', recovery_sent_at = null,
          email_change_token_current = '', email_change_token_new = '',
          email_change_sent_at = null,
          phone_change_token = '', phone_change_sent_at = null,
          reauthentication_token = '', reauthentication_sent_at = null
      where id = ?
      """;

  // a null deletes its key, anything else replaces it
  private static final String MERGE_USER_METADATA =
      """
      update auth.users
      set raw_user_meta_data =
            (coalesce(raw_user_meta_data, '{}') || ?::jsonb)
            - array(select key from jsonb_each(?::jsonb) where value = 'null'),
          updated_at = now()
      where id = ?
      """;

  private static final String MERGE_APP_METADATA =
      """
      update auth.users
      set raw_app_meta_data =
            (coalesce(raw_app_meta_data, '{}') || ?::jsonb)
            - array(select key from jsonb_each(?::jsonb) where value = 'null'),
          updated_at = now()
      where id = ?
      """;

  private static final String SET_EMAIL =
      """
      update auth.users
      set email = ?, email_change = '', email_change_token_current = '',
          email_change_token_new = '', email_change_confirm_status = 0, updated_at = now()
      where id = ?
      """;

  private static final String ASK_EMAIL_CHANGE =
      """
      update auth.users
      set email_change = ?, email_change_sent_at = now(), email_change_confirm_status = 0,
          updated_at = now()
      where id = ?
      """;

  private static final String ASK_PHONE_CHANGE =
      """
      update auth.users set phone_change = ?, phone_change_sent_at = now(), updated_at = now()
      where id = ?
      """;

  private static final String SET_PHONE =
      """
      update auth.users
      set phone = ?, phone_change = '', phone_change_token = '', phone_confirmed_at = now(),
          updated_at = now()
      where id = ?
      """;

  private static final String HALF_CONFIRM =
      """
      update auth.users set email_change_confirm_status = 1, updated_at = now() where id = ?
      """;

  private static final String HALF_CONFIRMED =
      "select coalesce(email_change_confirm_status, 0) = 1 from auth.users where id = ?";

  public Optional<User> byId(Tx tx, UUID id) {
    return tx.first(BY_ID, UserRow::read, id);
  }

  /** The user as it is now, of whom it is known that it exists. */
  public User existing(Tx tx, UUID id) {
    return byId(tx, id).orElseThrow(() -> new IllegalStateException("no row for user " + id));
  }

  /** The ordinary (not SSO) user with the address, which is given in lower case. */
  public Optional<User> byEmail(Tx tx, String email, String audience) {
    return tx.first(BY_EMAIL, UserRow::read, email, audience);
  }

  /** The ordinary user with the number. */
  public Optional<User> byPhone(Tx tx, String phone, String audience) {
    return tx.first(BY_PHONE, UserRow::read, phone, audience);
  }

  /** The user, whose row nobody else changes until the transaction ends. */
  public Optional<User> lock(Tx tx, UUID id) {
    return tx.first(LOCK, UserRow::read, id);
  }

  /** Whether the user was written; not when its id, address or phone number is taken. */
  public boolean insert(Tx tx, NewUser user) {
    return tx.change(
            INSERT,
            user.id(),
            user.audience(),
            user.role(),
            user.email(),
            user.phone(),
            user.passwordHash(),
            user.anonymous(),
            user.appMetadata(),
            user.userMetadata())
        == 1;
  }

  public void confirmEmail(Tx tx, UUID id) {
    tx.change(CONFIRM_EMAIL, id);
    forgetOneTimeTokens(tx, id);
  }

  public void confirmPhone(Tx tx, UUID id) {
    tx.change(CONFIRM_PHONE, id);
    forgetOneTimeTokens(tx, id);
  }

  public void signedIn(Tx tx, UUID id) {
    tx.change(SIGNED_IN, id);
  }

  /** Keeps the same password in another form, unless it was changed meanwhile. */
  public void replaceHash(Tx tx, UUID id, String old, String fresh) {
    tx.change(
        "update auth.users set encrypted_password = ? where id = ? and encrypted_password = ?",
        fresh,
        id,
        old);
  }

  /** Sets the password and makes every pending one-time code void. */
  public void setPassword(Tx tx, UUID id, String hash) {
    tx.change(SET_PASSWORD, hash, id);
    forgetOneTimeTokens(tx, id);
  }

  public void mergeUserMetadata(Tx tx, UUID id, JsonObject changes) {
    tx.change(MERGE_USER_METADATA, changes, changes, id);
  }

  public void mergeAppMetadata(Tx tx, UUID id, JsonObject changes) {
    tx.change(MERGE_APP_METADATA, changes, changes, id);
  }

  /** Changes the address at once; a taken one is a duplicate of the database. */
  public void setEmail(Tx tx, UUID id, String email) {
    tx.change(SET_EMAIL, email, id);
    forgetOneTimeTokens(tx, id);
  }

  /** Notes the address that the user wants and has yet to confirm. */
  public void askEmailChange(Tx tx, UUID id, String email) {
    tx.change(ASK_EMAIL_CHANGE, email, id);
  }

  /** Notes the number that the user wants and has yet to confirm. */
  public void askPhoneChange(Tx tx, UUID id, String phone) {
    tx.change(ASK_PHONE_CHANGE, phone, id);
  }

  /** Changes the number at once, as confirmed; a taken one is a duplicate of the database. */
  public void setPhone(Tx tx, UUID id, String phone) {
    tx.change(SET_PHONE, phone, id);
    forgetOneTimeTokens(tx, id);
  }

  /** The first of two clicks that a change of address takes. */
  public void halfConfirmEmailChange(Tx tx, UUID id) {
    tx.change(HALF_CONFIRM, id);
  }

  /** Whether one of the two clicks has come. */
  public boolean isEmailChangeHalfConfirmed(Tx tx, UUID id) {
    return tx.first(HALF_CONFIRMED, row -> row.getBoolean(1), id).orElse(false);
  }

  public void invited(Tx tx, UUID id) {
    tx.change("update auth.users set invited_at = now(), updated_at = now() where id = ?", id);
  }

  /** Takes a password away that somebody may have set who never proved to own the address. */
  public void forgetPassword(Tx tx, UUID id) {
    tx.change("update auth.users set encrypted_password = '', updated_at = now() where id = ?", id);
  }

  public void setPermanent(Tx tx, UUID id) {
    tx.change("update auth.users set is_anonymous = false, updated_at = now() where id = ?", id);
  }

  /** Deletes the user with all that refers to it. */
  public void delete(Tx tx, UUID id) {
    tx.change("delete from auth.users where id = ?", id);
  }

  private static void forgetOneTimeTokens(Tx tx, UUID id) {
    tx.change("delete from auth.one_time_tokens where user_id = ?", id);
  }
}
