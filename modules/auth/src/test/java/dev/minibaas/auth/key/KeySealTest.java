package dev.minibaas.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySealTest {
  private final KeySeal seal = new KeySeal("a".repeat(32));

  @Test
  void whatWasSealedOpensUnderItsOwnName() {
    byte[] sealed = seal.seal("kid", "{\"d\":\"private\"}");

    assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("private");
    assertThat(seal.open("kid", sealed)).isEqualTo("{\"d\":\"private\"}");
    assertThat(seal.open("other", sealed)).isNull();
  }

  @Test
  void noTwoSealsAreAlike() {
    assertThat(seal.seal("kid", "same")).isNotEqualTo(seal.seal("kid", "same"));
  }

  @Test
  void anotherSecretOpensNothing() {
    assertThat(new KeySeal("b".repeat(32)).open("kid", seal.seal("kid", "text"))).isNull();
  }

  @Test
  void aChangedByteAnywhereIsNoticed() {
    byte[] sealed = seal.seal("kid", "text");
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(seal.open("kid", changed)).isNull();
    }
    assertThat(seal.open("kid", new byte[0])).isNull();
    assertThat(seal.open("kid", new byte[] {1, 2, 3})).isNull();
  }
}
