package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A flow between its requests: PKCE, or a visit to a provider. */
@Entity
@Table(schema = "auth", name = "flow_state")
public class FlowStateEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id")
  private @Nullable UUID userId;

  @Column(name = "auth_code")
  private @Nullable String authCode;

  @Column(name = "code_challenge_method", updatable = false)
  private @Nullable CodeChallengeMethod codeChallengeMethod;

  @Column(name = "code_challenge", updatable = false)
  private @Nullable String codeChallenge;

  @Column(name = "provider_type", updatable = false)
  private String providerType;

  @Column(name = "provider_access_token")
  private @Nullable String providerAccessToken;

  @Column(name = "provider_refresh_token")
  private @Nullable String providerRefreshToken;

  @Column(name = "authentication_method", updatable = false)
  private String authenticationMethod;

  @Column(name = "auth_code_issued_at")
  private @Nullable Instant authCodeIssuedAt;

  @Column(name = "invite_token")
  private @Nullable String inviteToken;

  @Column(name = "referrer")
  private @Nullable String referrer;

  @Column(name = "oauth_client_state_id")
  private @Nullable UUID oauthClientStateId;

  @Column(name = "linking_target_id")
  private @Nullable UUID linkingTargetId;

  @Column(name = "email_optional")
  private boolean emailOptional;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected FlowStateEntity() {}

  /** A flow that a client began with a PKCE challenge, or without one. */
  public FlowStateEntity(
      String providerType,
      String authenticationMethod,
      @Nullable CodeChallengeMethod codeChallengeMethod,
      @Nullable String codeChallenge) {
    this.id = UUID.randomUUID();
    this.providerType = providerType;
    this.authenticationMethod = authenticationMethod;
    this.codeChallengeMethod = codeChallengeMethod;
    this.codeChallenge = codeChallenge;
  }

  public UUID id() {
    return id;
  }

  public @Nullable UUID userId() {
    return userId;
  }

  public void setUserId(@Nullable UUID value) {
    userId = value;
  }

  public @Nullable String authCode() {
    return authCode;
  }

  public void setAuthCode(@Nullable String value) {
    authCode = value;
  }

  public @Nullable CodeChallengeMethod codeChallengeMethod() {
    return codeChallengeMethod;
  }

  public @Nullable String codeChallenge() {
    return codeChallenge;
  }

  public String providerType() {
    return providerType;
  }

  public @Nullable String providerAccessToken() {
    return providerAccessToken;
  }

  public void setProviderAccessToken(@Nullable String value) {
    providerAccessToken = value;
  }

  public @Nullable String providerRefreshToken() {
    return providerRefreshToken;
  }

  public void setProviderRefreshToken(@Nullable String value) {
    providerRefreshToken = value;
  }

  public String authenticationMethod() {
    return authenticationMethod;
  }

  public @Nullable Instant authCodeIssuedAt() {
    return authCodeIssuedAt;
  }

  public void setAuthCodeIssuedAt(@Nullable Instant value) {
    authCodeIssuedAt = value;
  }

  public @Nullable String inviteToken() {
    return inviteToken;
  }

  public void setInviteToken(@Nullable String value) {
    inviteToken = value;
  }

  public @Nullable String referrer() {
    return referrer;
  }

  public void setReferrer(@Nullable String value) {
    referrer = value;
  }

  public @Nullable UUID oauthClientStateId() {
    return oauthClientStateId;
  }

  public void setOauthClientStateId(@Nullable UUID value) {
    oauthClientStateId = value;
  }

  public @Nullable UUID linkingTargetId() {
    return linkingTargetId;
  }

  public void setLinkingTargetId(@Nullable UUID value) {
    linkingTargetId = value;
  }

  public boolean emailOptional() {
    return emailOptional;
  }

  public void setEmailOptional(boolean value) {
    emailOptional = value;
  }
}
