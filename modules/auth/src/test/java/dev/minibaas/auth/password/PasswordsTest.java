package dev.minibaas.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.AuthFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = new Passwords(new AuthConfig.Password(8, List.of(), 2, 64));

  @Test
  void aHashIsBcryptOfCostTen() {
    assertThat(passwords.hash("correct horse")).startsWith("$2a$10$").hasSize(60);
  }

  @Test
  void onlyThePasswordMatches() {
    String hash = passwords.hash("correct horse");

    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("Correct horse", hash)).isFalse();
    assertThat(passwords.matches("", hash)).isFalse();
  }

  @Test
  void noHashMatchesNothing() {
    assertThat(passwords.matches("", "")).isFalse();
    assertThat(passwords.matches("anything", "")).isFalse();
    assertThat(passwords.matches("anything", "$argon2id$v=19$")).isFalse();
    assertThat(passwords.matches("anything", "$2a$nonsense")).isFalse();
  }

  @Test
  void theHashThatStandsInForNoneIsAWholeOneOfTheSameCost() {
    // a malformed one would be refused without any work, and tell who has no account
    BCrypt.Result result = BCrypt.verifyer().verify("x".toCharArray(), Passwords.NOBODYS);

    assertThat(result.validFormat).isTrue();
    assertThat(result.verified).isFalse();
    assertThat(result.details.cost).isEqualTo(10);
  }

  @Test
  void otherLibrariesHashesMatch() {
    // crypt('secret', gen_salt('bf')) of pgcrypto, and htpasswd's $2y$
    assertThat(
            passwords.matches(
                "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        .isTrue();
    assertThat(
            passwords.matches(
                "U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        .isTrue();
    assertThat(
            passwords.matches(
                "U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // of the reference implementation's tests
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"
      })
  void argon2HashesMatch(String hash) {
    assertThat(passwords.matches("password", hash)).isTrue();
    assertThat(passwords.matches("Password", hash)).isFalse();
    assertThat(passwords.isOutdated("password", hash)).isTrue();
  }

  @Test
  void firebasesHashesMatch() {
    // published in Firebase's own description
    String hash =
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjL"
            + "NmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQND"
            + "NC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

    assertThat(passwords.matches("user1password", hash)).isTrue();
    assertThat(passwords.matches("user2password", hash)).isFalse();
    assertThat(passwords.isOutdated("user1password", hash)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
        "$argon2d$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$fbscrypt$v=1,n=40,r=8,p=1,ss=Bw==,sk=AAAA$AAAA$AAAA",
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=$AAAA$",
        "$fbscrypt$v=1,n=14,r=8,p=1$AAAA$",
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=AAAA$AAAA$AA",
        "$fbscrypt$v=2,n=14,r=8,p=1,ss=Bw==,sk=AAAA$AAAA$AAAA",
        "$2a$31$C6UzMDM.H6dfI/f/IKxGhuS7pP1WQIyB6Bvn8Hg6Jc3GM6T9zXn4W",
        "$2a$00$C6UzMDM.H6dfI/f/IKxGhuS7pP1WQIyB6Bvn8Hg6Jc3GM6T9zXn4W",
        "plain text"
      })
  void whatIsNoHashOrTooMuchWorkMatchesNothing(String hash) {
    assertThat(Passwords.isHash(hash)).isFalse();
    assertThat(passwords.matches("", hash)).isFalse();
    assertThat(passwords.matches("password", hash)).isFalse();
    assertThat(passwords.isOutdated("password", hash)).isFalse();
  }

  @Test
  void theConfiguredSchemeMakesTheHashes() {
    Passwords argon2 =
        new Passwords(AuthFixture.config(Map.of("AUTH_PASSWORD_SCHEME", "argon2id")));
    String hash = argon2.hash("correct horse");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSizeLessThan(255);
    assertThat(argon2.hash("correct horse")).isNotEqualTo(hash);
    assertThat(argon2.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(argon2.matches("wrong horse", hash)).isFalse();
    assertThat(argon2.matches("", "")).isFalse();
    assertThat(argon2.isOutdated("correct horse", hash)).isFalse();
    assertThat(argon2.isOutdated("correct horse", passwords.hash("correct horse"))).isTrue();
    assertThat(passwords.isOutdated("correct horse", hash)).isTrue();
    // bcrypt would forget the end of it
    assertThat(passwords.isOutdated("x".repeat(73), hash)).isFalse();
  }

  @Test
  void aCheaperBcryptHashIsOutdated() {
    assertThat(
            passwords.isOutdated(
                "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        .isTrue();
    assertThat(passwords.isOutdated("x", passwords.hash("x"))).isFalse();
  }

  @Test
  void anImportedPasswordOfMoreThanSeventyTwoBytesIsCutAsItsHashWas() {
    String start = "x".repeat(72);
    String hash = passwords.hash(start);

    assertThat(passwords.matches(start + "whatever", hash)).isTrue();
  }
}
