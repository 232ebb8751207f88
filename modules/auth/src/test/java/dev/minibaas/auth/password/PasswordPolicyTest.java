package dev.minibaas.auth.password;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.WeakPassword;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordPolicyTest {
  private final PasswordPolicy policy =
      new PasswordPolicy(new AuthConfig.Password(8, List.of("abc", "123"), 1, 1));

  @Test
  void everyReasonIsTold() {
    WeakPassword weak = catchThrowableOfType(WeakPassword.class, () -> policy.check("a"));

    assertThat(weak.reasons()).containsExactly("length", "characters");
    assertThat(weak.publicMessage())
        .isEqualTo(
            "Password should be at least 8 characters. "
                + "Password should contain at least one character of each: abc, 123.");
  }

  @Test
  void lengthCountsCharacters() {
    assertThatCode(() -> policy.check("a1😀😀😀😀😀😀")).doesNotThrowAnyException();
  }

  @Test
  void bytesBeyondSeventyTwoAreRefused() {
    assertThatCode(() -> policy.check("a1" + "x".repeat(70))).doesNotThrowAnyException();
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> policy.check("a1" + "x".repeat(71)));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> policy.check("a1" + "é".repeat(36)));
  }
}
