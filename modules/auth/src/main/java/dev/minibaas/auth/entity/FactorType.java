package dev.minibaas.auth.entity;

/** Kinds of second factors. */
public enum FactorType implements Label {
  TOTP,
  WEBAUTHN,
  PHONE
}
