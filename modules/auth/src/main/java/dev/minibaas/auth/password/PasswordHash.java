package dev.minibaas.auth.password;

import java.util.Optional;

/** A stored hash that a password can be held against. */
sealed interface PasswordHash permits BcryptHash, Argon2Hash, FirebaseScryptHash {

  /** Whether the password belongs to it; this is the work. */
  boolean matches(byte[] password);

  /** Of what kind, in the setting's words. */
  String scheme();

  /** Whether a hash made today would be harder to break. */
  boolean isWeak();

  /** What is wholly a hash of a known kind; its bounds keep a hash from being an attack. */
  static Optional<PasswordHash> parse(String text) {
    if (text.startsWith("$argon2")) {
      return Argon2Hash.parse(text);
    }
    return text.startsWith("$fbscrypt$") ? FirebaseScryptHash.parse(text) : BcryptHash.parse(text);
  }
}
