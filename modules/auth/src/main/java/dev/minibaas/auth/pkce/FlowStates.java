package dev.minibaas.auth.pkce;

import dev.minibaas.auth.entity.CodeChallengeMethod;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code auth.flow_state}. */
public final class FlowStates {
  private static final String BEGIN =
      """
      insert into auth.flow_state (
        id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
        authentication_method, created_at, updated_at)
      values (
        gen_random_uuid(), ?, ?, ?::auth.code_challenge_method, ?, ?, ?, now(), now())
      """;

  private static final String ISSUE =
      """
      update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
      where id = (
        select id from auth.flow_state
        where user_id = ? and authentication_method = ? and auth_code <> ''
        order by created_at desc limit 1)
      returning auth_code
      """;

  // locked: of two that bring the same code, one finds it gone
  private static final String BY_CODE =
      """
      select id, user_id, code_challenge_method::text, code_challenge, authentication_method,
             provider_access_token, provider_refresh_token,
             coalesce(auth_code_issued_at, created_at) as since
      from auth.flow_state where auth_code = ?
      for update
      """;

  /**
   * A flow whose code was brought.
   *
   * @param userId null as long as nobody has proved to be anybody in it
   * @param since when the code was given out
   */
  record Flow(
      UUID id,
      @Nullable UUID userId,
      @Nullable Challenge challenge,
      String method,
      @Nullable String providerAccessToken,
      @Nullable String providerRefreshToken,
      Instant since) {}

  /**
   * Begins a user's flow.
   *
   * @param method how the user will prove itself, in GoTrue's words, such as {@code magiclink}
   */
  public void begin(Tx tx, UUID userId, String provider, String method, Challenge challenge) {
    tx.change(
        BEGIN,
        userId,
        UUID.randomUUID().toString(),
        challenge.method().name().toLowerCase(Locale.ROOT),
        challenge.value(),
        provider,
        method);
  }

  /** The code of the user's newest flow of the method. */
  public String issueCode(Tx tx, UUID userId, String method) {
    return tx.first(ISSUE, row -> Tx.text(row, "auth_code"), userId, method)
        .orElseThrow(() ->
            AuthFailure.unprocessable(
                ErrorCode.FLOW_STATE_NOT_FOUND, "No valid flow state found for user."));
  }

  Optional<Flow> byCode(Tx tx, String code) {
    return tx.first(BY_CODE, FlowStates::read, code);
  }

  void end(Tx tx, UUID id) {
    tx.change("delete from auth.flow_state where id = ?", id);
  }

  private static Flow read(ResultSet row) throws SQLException {
    Instant since = Tx.instant(row, "since");
    String method = row.getString("code_challenge_method");
    String challenge = row.getString("code_challenge");
    return new Flow(
        Tx.uuid(row, "id"),
        row.getObject("user_id", UUID.class),
        method == null || challenge == null
            ? null
            : new Challenge(
                CodeChallengeMethod.valueOf(method.toUpperCase(Locale.ROOT)), challenge),
        Tx.text(row, "authentication_method"),
        row.getString("provider_access_token"),
        row.getString("provider_refresh_token"),
        since == null ? Instant.EPOCH : since);
  }
}
