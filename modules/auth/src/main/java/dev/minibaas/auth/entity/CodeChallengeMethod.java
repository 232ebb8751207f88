package dev.minibaas.auth.entity;

/** How a PKCE challenge is made of its verifier. */
public enum CodeChallengeMethod implements Label {
  S256,
  PLAIN
}
