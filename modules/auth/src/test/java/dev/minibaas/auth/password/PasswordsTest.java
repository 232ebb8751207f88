package dev.minibaas.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.minibaas.auth.AuthConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void anImportedPasswordOfMoreThanSeventyTwoBytesIsCutAsItsHashWas() {
    String start = "x".repeat(72);
    String hash = passwords.hash(start);

    assertThat(passwords.matches(start + "whatever", hash)).isTrue();
  }
}
