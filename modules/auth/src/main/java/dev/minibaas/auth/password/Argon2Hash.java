package dev.minibaas.auth.password;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, and the same of argon2i.
 *
 * @param type of {@link Argon2Parameters}
 * @param memory in KiB
 */
record Argon2Hash(int type, int memory, int passes, int lanes, byte[] salt, byte[] hash)
    implements PasswordHash {
  static final String SCHEME = "argon2id";

  // OWASP's least
  private static final int MEMORY = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  // GoTrue's bounds
  private static final int MAX_MEMORY = 1 << 20;
  private static final int MAX_PASSES = 20;
  private static final int MAX_LANES = 16;
  private static final int MAX_BYTES = 128;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2(id|i)\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{8,172})\\$([A-Za-z0-9+/]{6,172})");
  private static final SecureRandom RANDOM = new SecureRandom();

  static Optional<PasswordHash> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int memory = Integer.parseInt(form.group(2));
    int passes = Integer.parseInt(form.group(3));
    int lanes = Integer.parseInt(form.group(4));
    boolean isBounded =
        lanes >= 1
            && lanes <= MAX_LANES
            && passes >= 1
            && passes <= MAX_PASSES
            && memory >= 8 * lanes
            && memory <= maxMemory();
    return isBounded
        ? Base64Text.decode(form.group(5))
            .flatMap(salt ->
                Base64Text.decode(form.group(6))
                    .map(hash ->
                        new Argon2Hash(
                            form.group(1).equals("id")
                                ? Argon2Parameters.ARGON2_id
                                : Argon2Parameters.ARGON2_i,
                            memory,
                            passes,
                            lanes,
                            salt,
                            hash)))
        : Optional.empty();
  }

  /** Of one hash, in KiB: a quarter of the heap, so that no stored hash can end the process. */
  private static long maxMemory() {
    return Math.min(MAX_MEMORY, Runtime.getRuntime().maxMemory() / 1024 / 4);
  }

  static String make(byte[] password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    byte[] hash =
        new Argon2Hash(
                Argon2Parameters.ARGON2_id, MEMORY, PASSES, LANES, salt, new byte[HASH_BYTES])
            .of(password);
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY, PASSES, LANES, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }

  private byte[] of(byte[] password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(type)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] result = new byte[hash.length];
    generator.generateBytes(password, result);
    return result;
  }

  @Override
  public boolean matches(byte[] password) {
    return hash.length <= MAX_BYTES && MessageDigest.isEqual(hash, of(password));
  }

  @Override
  public String scheme() {
    return type == Argon2Parameters.ARGON2_id ? SCHEME : "argon2i";
  }

  @Override
  public boolean isWeak() {
    return memory < MEMORY || passes < PASSES;
  }

  /** Stays out of logs. */
  @Override
  public String toString() {
    return "Argon2Hash[m=" + memory + "]";
  }
}
