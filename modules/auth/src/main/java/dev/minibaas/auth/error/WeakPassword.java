package dev.minibaas.auth.error;

import java.util.List;

/**
 * 422 {@code weak_password}, with the reasons: {@code length}, {@code characters}, {@code pwned}.
 */
public final class WeakPassword extends AuthFailure {
  private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;

  public WeakPassword(String message, List<String> reasons) {
    super(422, ErrorCode.WEAK_PASSWORD, message);
    this.reasons = List.copyOf(reasons);
  }

  public List<String> reasons() {
    return reasons;
  }
}
