package dev.minibaas.engines.target;

/** How a connection is encrypted. */
public enum Tls {
  DISABLE,
  /** Encrypted when the server offers it. */
  PREFER,
  /** Encrypted, the certificate not looked at. */
  REQUIRE,
  /** The certificate's chain is verified. */
  VERIFY_CA,
  /** The chain and the host's name are verified. */
  VERIFY_FULL
}
