package dev.minibaas.auth.limit;

/** What is limited; each has counters of its own. */
public enum Limit {
  SIGNUP,
  ANONYMOUS_SIGNUP,
  OTP,
  MAGIC_LINK,
  RECOVER,
  RESEND,
  USER_CHANGE,
  VERIFY,
  TOKEN,
  SSO,
  WEB3,
  PASSKEY,
  FACTOR_CHALLENGE,
  FACTOR_VERIFY,
  /** Of all users together. */
  MAIL,
  /** Of all users together. */
  SMS
}
