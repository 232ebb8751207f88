package dev.minibaas.auth.password;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.WeakPassword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a password must be like before it is hashed. */
public final class PasswordPolicy {
  private final AuthConfig.Password config;
  private final @Nullable LeakedPasswords leaked;

  /** Without a look at leaked passwords. */
  public PasswordPolicy(AuthConfig.Password config) {
    this.config = config;
    this.leaked = null;
  }

  public PasswordPolicy(AuthConfig config) {
    this.config = config.password();
    this.leaked =
        config.passwordConfig().leaks() ? new LeakedPasswords(config.passwordConfig()) : null;
  }

  /**
   * Refuses a password that is too long to hash (400), since bcrypt would cut it without a word, or
   * too weak (422, with the reasons).
   */
  public void check(String password) {
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BcryptHash.MAX_BYTES) {
      throw AuthFailure.invalid("Password cannot be longer than 72 characters");
    }
    List<String> reasons = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    if (password.codePointCount(0, password.length()) < config.minLength()) {
      reasons.add("length");
      messages.add("Password should be at least " + config.minLength() + " characters.");
    }
    if (!config.requiredCharacters().stream().allMatch(set -> hasOneOf(password, set))) {
      reasons.add("characters");
      messages.add(
          "Password should contain at least one character of each: "
              + String.join(", ", config.requiredCharacters())
              + ".");
    }
    if (leaked != null && !password.isEmpty() && leaked.contains(password)) {
      reasons.add("pwned");
      messages.add(
          "Password is known to be weak and easy to guess, please choose a different one.");
    }
    if (!reasons.isEmpty()) {
      throw new WeakPassword(String.join(" ", messages), reasons);
    }
  }

  private static boolean hasOneOf(String password, String set) {
    return password.codePoints().anyMatch(c -> set.indexOf(c) >= 0);
  }
}
