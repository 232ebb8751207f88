package dev.minibaas.auth.audit;

/** What is worth an entry, under GoTrue's names, and the kind GoTrue files it under. */
public enum Action {
  LOGIN("login", "account"),
  LOGOUT("logout", "account"),
  INVITE_ACCEPTED("invite_accepted", "account"),
  USER_SIGNED_UP("user_signedup", "team"),
  USER_INVITED("user_invited", "team"),
  USER_DELETED("user_deleted", "team"),
  USER_MODIFIED("user_modified", "user"),
  USER_RECOVERY_REQUESTED("user_recovery_requested", "user"),
  USER_REAUTHENTICATE_REQUESTED("user_reauthenticate_requested", ""),
  USER_CONFIRMATION_REQUESTED("user_confirmation_requested", "user"),
  USER_REPEATED_SIGNUP("user_repeated_signup", "user"),
  USER_UPDATED_PASSWORD("user_updated_password", "user"),
  TOKEN_REVOKED("token_revoked", "token"),
  TOKEN_REFRESHED("token_refreshed", "token"),
  FACTOR_IN_PROGRESS("factor_in_progress", "factor"),
  FACTOR_UNENROLLED("factor_unenrolled", "factor"),
  CHALLENGE_CREATED("challenge_created", "factor"),
  VERIFICATION_ATTEMPTED("verification_attempted", "factor"),
  FACTOR_DELETED("factor_deleted", "factor"),
  FACTOR_UPDATED("factor_updated", "factor"),
  MFA_CODE_LOGIN("mfa_code_login", "factor"),
  IDENTITY_UNLINKED("identity_unlinked", ""),
  PASSKEY_CREATED("passkey_created", "user"),
  PASSKEY_UPDATED("passkey_updated", "user"),
  PASSKEY_DELETED("passkey_deleted", "user");

  private final String text;
  private final String kind;

  Action(String text, String kind) {
    this.text = text;
    this.kind = kind;
  }

  String text() {
    return text;
  }

  /** Empty where GoTrue has none. */
  String kind() {
    return kind;
  }
}
