package dev.minibaas.auth.error;

/** An error in the form of RFC 6749, section 5.2: the few that GoTrue tells in that form. */
public final class OAuthFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String description;

  public OAuthFailure(String error, String description) {
    super(error + ": " + description);
    this.error = error;
    this.description = description;
  }

  public String error() {
    return error;
  }

  public String description() {
    return description;
  }
}
