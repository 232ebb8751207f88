package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user, one row. Use {@code UserStore} to read one with its identities and factors at once. */
@Entity
@Table(schema = "auth", name = "users")
public class UserEntity extends Timed {
  /** The only one; GoTrue could once serve several. */
  private static final UUID INSTANCE = new UUID(0, 0);

  @Column(name = "instance_id", updatable = false)
  private @Nullable UUID instanceId;

  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "aud")
  private @Nullable String audience;

  @Column(name = "role")
  private @Nullable String role;

  @Column(name = "email")
  private @Nullable String email;

  @Column(name = "encrypted_password")
  private @Nullable String passwordHash;

  @Column(name = "email_confirmed_at")
  private @Nullable Instant emailConfirmedAt;

  @Column(name = "invited_at")
  private @Nullable Instant invitedAt;

  @Column(name = "confirmation_token")
  private @Nullable String confirmationToken = "";

  @Column(name = "confirmation_sent_at")
  private @Nullable Instant confirmationSentAt;

  @Column(name = "recovery_token")
  private @Nullable String recoveryToken = "";

  @Column(name = "recovery_sent_at")
  private @Nullable Instant recoverySentAt;

  @Column(name = "email_change_token_new")
  private @Nullable String emailChangeTokenNew = "";

  @Column(name = "email_change")
  private @Nullable String emailChange = "";

  @Column(name = "email_change_sent_at")
  private @Nullable Instant emailChangeSentAt;

  @Column(name = "last_sign_in_at")
  private @Nullable Instant lastSignInAt;

  @Column(name = "raw_app_meta_data")
  private @Nullable JsonObject appMetadata;

  @Column(name = "raw_user_meta_data")
  private @Nullable JsonObject userMetadata;

  @Column(name = "phone")
  private @Nullable String phone;

  @Column(name = "phone_confirmed_at")
  private @Nullable Instant phoneConfirmedAt;

  @Column(name = "phone_change")
  private @Nullable String phoneChange = "";

  @Column(name = "phone_change_token")
  private @Nullable String phoneChangeToken = "";

  @Column(name = "phone_change_sent_at")
  private @Nullable Instant phoneChangeSentAt;

  @Column(name = "confirmed_at", insertable = false, updatable = false)
  private @Nullable Instant confirmedAt;

  @Column(name = "email_change_token_current")
  private @Nullable String emailChangeTokenCurrent = "";

  @Column(name = "email_change_confirm_status")
  private @Nullable Short emailChangeConfirmStatus = (short) 0;

  @Column(name = "banned_until")
  private @Nullable Instant bannedUntil;

  @Column(name = "reauthentication_token")
  private @Nullable String reauthenticationToken = "";

  @Column(name = "reauthentication_sent_at")
  private @Nullable Instant reauthenticationSentAt;

  @Column(name = "is_sso_user")
  private boolean sso;

  @Column(name = "deleted_at")
  private @Nullable Instant deletedAt;

  @Column(name = "is_anonymous")
  private boolean anonymous;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected UserEntity() {}

  /** A user without address or number; those are set before it is written. */
  public UserEntity(UUID id, String audience, String role) {
    this.instanceId = INSTANCE;
    this.id = id;
    this.audience = audience;
    this.role = role;
  }

  public @Nullable UUID instanceId() {
    return instanceId;
  }

  public UUID id() {
    return id;
  }

  public @Nullable String audience() {
    return audience;
  }

  public void setAudience(@Nullable String value) {
    audience = value;
  }

  public @Nullable String role() {
    return role;
  }

  public void setRole(@Nullable String value) {
    role = value;
  }

  public @Nullable String email() {
    return email;
  }

  public void setEmail(@Nullable String value) {
    email = value;
  }

  public @Nullable String passwordHash() {
    return passwordHash;
  }

  public void setPasswordHash(@Nullable String value) {
    passwordHash = value;
  }

  public @Nullable Instant emailConfirmedAt() {
    return emailConfirmedAt;
  }

  public void setEmailConfirmedAt(@Nullable Instant value) {
    emailConfirmedAt = value;
  }

  public @Nullable Instant invitedAt() {
    return invitedAt;
  }

  public void setInvitedAt(@Nullable Instant value) {
    invitedAt = value;
  }

  public @Nullable String confirmationToken() {
    return confirmationToken;
  }

  public void setConfirmationToken(@Nullable String value) {
    confirmationToken = value;
  }

  public @Nullable Instant confirmationSentAt() {
    return confirmationSentAt;
  }

  public void setConfirmationSentAt(@Nullable Instant value) {
    confirmationSentAt = value;
  }

  public @Nullable String recoveryToken() {
    return recoveryToken;
  }

  public void setRecoveryToken(@Nullable String value) {
    recoveryToken = value;
  }

  public @Nullable Instant recoverySentAt() {
    return recoverySentAt;
  }

  public void setRecoverySentAt(@Nullable Instant value) {
    recoverySentAt = value;
  }

  public @Nullable String emailChangeTokenNew() {
    return emailChangeTokenNew;
  }

  public void setEmailChangeTokenNew(@Nullable String value) {
    emailChangeTokenNew = value;
  }

  public @Nullable String emailChange() {
    return emailChange;
  }

  public void setEmailChange(@Nullable String value) {
    emailChange = value;
  }

  public @Nullable Instant emailChangeSentAt() {
    return emailChangeSentAt;
  }

  public void setEmailChangeSentAt(@Nullable Instant value) {
    emailChangeSentAt = value;
  }

  public @Nullable Instant lastSignInAt() {
    return lastSignInAt;
  }

  public void setLastSignInAt(@Nullable Instant value) {
    lastSignInAt = value;
  }

  public @Nullable JsonObject appMetadata() {
    return appMetadata;
  }

  public void setAppMetadata(@Nullable JsonObject value) {
    appMetadata = value;
  }

  public @Nullable JsonObject userMetadata() {
    return userMetadata;
  }

  public void setUserMetadata(@Nullable JsonObject value) {
    userMetadata = value;
  }

  public @Nullable String phone() {
    return phone;
  }

  public void setPhone(@Nullable String value) {
    phone = value;
  }

  public @Nullable Instant phoneConfirmedAt() {
    return phoneConfirmedAt;
  }

  public void setPhoneConfirmedAt(@Nullable Instant value) {
    phoneConfirmedAt = value;
  }

  public @Nullable String phoneChange() {
    return phoneChange;
  }

  public void setPhoneChange(@Nullable String value) {
    phoneChange = value;
  }

  public @Nullable String phoneChangeToken() {
    return phoneChangeToken;
  }

  public void setPhoneChangeToken(@Nullable String value) {
    phoneChangeToken = value;
  }

  public @Nullable Instant phoneChangeSentAt() {
    return phoneChangeSentAt;
  }

  public void setPhoneChangeSentAt(@Nullable Instant value) {
    phoneChangeSentAt = value;
  }

  public @Nullable Instant confirmedAt() {
    return confirmedAt;
  }

  public @Nullable String emailChangeTokenCurrent() {
    return emailChangeTokenCurrent;
  }

  public void setEmailChangeTokenCurrent(@Nullable String value) {
    emailChangeTokenCurrent = value;
  }

  public @Nullable Short emailChangeConfirmStatus() {
    return emailChangeConfirmStatus;
  }

  public void setEmailChangeConfirmStatus(@Nullable Short value) {
    emailChangeConfirmStatus = value;
  }

  public @Nullable Instant bannedUntil() {
    return bannedUntil;
  }

  public void setBannedUntil(@Nullable Instant value) {
    bannedUntil = value;
  }

  public @Nullable String reauthenticationToken() {
    return reauthenticationToken;
  }

  public void setReauthenticationToken(@Nullable String value) {
    reauthenticationToken = value;
  }

  public @Nullable Instant reauthenticationSentAt() {
    return reauthenticationSentAt;
  }

  public void setReauthenticationSentAt(@Nullable Instant value) {
    reauthenticationSentAt = value;
  }

  public boolean sso() {
    return sso;
  }

  public void setSso(boolean value) {
    sso = value;
  }

  public @Nullable Instant deletedAt() {
    return deletedAt;
  }

  public void setDeletedAt(@Nullable Instant value) {
    deletedAt = value;
  }

  public boolean anonymous() {
    return anonymous;
  }

  public void setAnonymous(boolean value) {
    anonymous = value;
  }
}
