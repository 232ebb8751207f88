package dev.minibaas.auth.hook;

/** Where the operator's code can step in; the names are GoTrue's. */
public enum HookPoint {
  BEFORE_USER_CREATED("before-user-created"),
  AFTER_USER_CREATED("after-user-created"),
  CUSTOM_ACCESS_TOKEN("customize-access-token"),
  SEND_EMAIL("send-email"),
  SEND_SMS("send-sms"),
  MFA_VERIFICATION_ATTEMPT("mfa-verification"),
  PASSWORD_VERIFICATION_ATTEMPT("password-verification");

  private final String label;

  HookPoint(String label) {
    this.label = label;
  }

  /** As a payload's metadata says it. */
  String label() {
    return label;
  }
}
