package dev.minibaas.auth.entity;

/** What a token or code is for. */
public enum OneTimeTokenType implements Label {
  CONFIRMATION_TOKEN,
  REAUTHENTICATION_TOKEN,
  RECOVERY_TOKEN,
  EMAIL_CHANGE_TOKEN_NEW,
  EMAIL_CHANGE_TOKEN_CURRENT,
  PHONE_CHANGE_TOKEN
}
