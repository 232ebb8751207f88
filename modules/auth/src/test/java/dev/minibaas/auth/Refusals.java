package dev.minibaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects a call to be refused. */
public final class Refusals {
  private Refusals() {}

  public static void assertRefused(int status, ErrorCode code, ThrowingCallable call) {
    AuthFailure failure = catchThrowableOfType(AuthFailure.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.status() + " " + failure.code().wire())
        .as(failure.getMessage())
        .isEqualTo(status + " " + code.wire());
  }
}
