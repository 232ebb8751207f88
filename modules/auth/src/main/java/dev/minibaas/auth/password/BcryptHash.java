package dev.minibaas.auth.password;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $2a$}, {@code $2b$}, {@code $2y$}. */
record BcryptHash(String text, int cost) implements PasswordHash {
  static final String SCHEME = "bcrypt";

  /** It reads no more of a password. */
  static final int MAX_BYTES = 72;

  /** GoTrue's. */
  static final int COST = 10;

  private static final int MIN_COST = 4;
  private static final int MAX_COST = 20;
  private static final Pattern FORM = Pattern.compile("\\$2[abxy]?\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

  static Optional<PasswordHash> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int cost = Integer.parseInt(form.group(1));
    return cost < MIN_COST || cost > MAX_COST
        ? Optional.empty()
        : Optional.of(new BcryptHash(text, cost));
  }

  static String make(byte[] password) {
    return new String(BCrypt.withDefaults().hash(COST, password), StandardCharsets.US_ASCII);
  }

  @Override
  public boolean matches(byte[] password) {
    // longer passwords than 72 bytes can come from an import: bcrypt never saw their rest
    BCrypt.Verifyer verifyer =
        BCrypt.verifyer(
            BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
    return verifyer.verify(password, text.getBytes(StandardCharsets.UTF_8)).verified;
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public boolean isWeak() {
    return cost < COST;
  }
}
