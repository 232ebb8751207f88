package dev.minibaas.auth.external;

import dev.minibaas.auth.entity.FlowStateEntity;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.sql.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Visits to providers, between going and coming back: a row of {@code auth.flow_state}, whose id is
 * the visit's state, and one of {@code auth.oauth_client_states} with the secret of the PKCE
 * between us and the provider. The second row goes with the first return, so there is no second
 * one.
 */
final class Visits {
  private static final String METHOD = "oauth";
  private static final int VERIFIER_BYTES = 48;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String FORGET_STATES =
      """
      delete from auth.oauth_client_states
      where id in (
        select id from auth.oauth_client_states
        where created_at < now() - interval '1 day'
        limit 100 for update skip locked)
      """;

  private static final String FORGET_FLOWS =
      """
      delete from auth.flow_state
      where id in (
        select id from auth.flow_state
        where oauth_client_state_id is not null and created_at < now() - interval '1 day'
        limit 100 for update skip locked)
      """;

  private static final String CLAIM =
      """
      delete from auth.oauth_client_states c using auth.flow_state f
      where f.id = ? and c.id = f.oauth_client_state_id
      returning c.code_verifier
      """;

  /**
   * A visit about to begin.
   *
   * @param challenge of the client, which then gets a code instead of a session
   * @param referrer where it leads in the end; allowed already
   * @param target the user that an identity is to be linked to
   */
  record Plan(
      String provider,
      @Nullable Challenge challenge,
      String referrer,
      @Nullable String inviteToken,
      @Nullable UUID target) {}

  /** A visit that has begun. */
  record Begun(UUID state, String codeVerifier) {}

  /** A visit from which somebody came back. */
  record Returned(FlowStateEntity flow, String codeVerifier) {}

  Begun begin(Tx tx, Plan plan) {
    tx.change(FORGET_STATES);
    tx.change(FORGET_FLOWS);
    UUID clientState = UUID.randomUUID();
    String verifier = secret();
    tx.change(
        """
        insert into auth.oauth_client_states (id, provider_type, code_verifier, created_at)
        values (?, ?, ?, now())
        """,
        clientState,
        plan.provider(),
        verifier);
    Challenge challenge = plan.challenge();
    FlowStateEntity flow =
        new FlowStateEntity(
            plan.provider(),
            METHOD,
            challenge == null ? null : challenge.method(),
            challenge == null ? null : challenge.value());
    flow.setReferrer(plan.referrer());
    flow.setInviteToken(plan.inviteToken());
    flow.setLinkingTargetId(plan.target());
    flow.setOauthClientStateId(clientState);
    tx.entities().persist(flow);
    return new Begun(flow.id(), verifier);
  }

  /** The visit, once; empty for a state that is unknown or was brought before. */
  Optional<Returned> claim(Tx tx, UUID state) {
    return tx.first(CLAIM, row -> Tx.text(row, "code_verifier"), state)
        .map(verifier -> new Returned(tx.entities().find(FlowStateEntity.class, state), verifier));
  }

  /** The code for which the client gets the session, if it has the secret of its challenge. */
  String issueCode(
      Tx tx,
      UUID state,
      UUID userId,
      String accessToken,
      @Nullable String refreshToken,
      Instant now) {
    FlowStateEntity flow = tx.entities().find(FlowStateEntity.class, state);
    String code = UUID.randomUUID().toString();
    flow.setUserId(userId);
    flow.setAuthCode(code);
    flow.setAuthCodeIssuedAt(now);
    flow.setProviderAccessToken(accessToken);
    flow.setProviderRefreshToken(refreshToken);
    return code;
  }

  void end(Tx tx, UUID state) {
    tx.change("delete from auth.flow_state where id = ?", state);
  }

  /** RFC 7636, section 4.1. */
  private static String secret() {
    byte[] bytes = new byte[VERIFIER_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
