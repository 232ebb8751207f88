package dev.minibaas.auth.entity;

/** Whether a factor has proved to work. */
public enum FactorStatus implements Label {
  UNVERIFIED,
  VERIFIED
}
