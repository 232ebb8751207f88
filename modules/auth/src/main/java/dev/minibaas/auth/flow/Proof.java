package dev.minibaas.auth.flow;

import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Phone;

/**
 * What somebody brings back: the hash out of a link, or a code and where it went.
 *
 * @param address the address or number that a code went to; empty for a hash
 */
record Proof(Type type, String hash, String address) {

  /** What it is for, in GoTrue's words. */
  enum Type {
    SIGNUP(OneTimeTokenType.CONFIRMATION_TOKEN),
    INVITE(OneTimeTokenType.CONFIRMATION_TOKEN),
    MAGICLINK(OneTimeTokenType.RECOVERY_TOKEN),
    RECOVERY(OneTimeTokenType.RECOVERY_TOKEN),
    EMAIL(OneTimeTokenType.CONFIRMATION_TOKEN, OneTimeTokenType.RECOVERY_TOKEN),
    EMAIL_CHANGE(
        OneTimeTokenType.EMAIL_CHANGE_TOKEN_CURRENT, OneTimeTokenType.EMAIL_CHANGE_TOKEN_NEW),
    SMS(OneTimeTokenType.CONFIRMATION_TOKEN),
    PHONE_CHANGE(OneTimeTokenType.PHONE_CHANGE_TOKEN);

    private final OneTimeTokenType[] tokens;

    Type(OneTimeTokenType... tokens) {
      this.tokens = tokens;
    }

    OneTimeTokenType[] tokens() {
      return tokens.clone();
    }

    boolean isOfPhone() {
      return this == SMS || this == PHONE_CHANGE;
    }

    static Type of(String text) {
      return switch (text) {
        case "signup" -> SIGNUP;
        case "invite" -> INVITE;
        case "magiclink" -> MAGICLINK;
        case "recovery" -> RECOVERY;
        case "email" -> EMAIL;
        case "email_change" -> EMAIL_CHANGE;
        case "sms" -> SMS;
        case "phone_change" -> PHONE_CHANGE;
        case "" -> throw AuthFailure.invalid("Verify requires a verification type");
        default -> throw AuthFailure.invalid("Invalid verification type");
      };
    }
  }

  /** Of a {@code POST}. */
  static Proof of(RequestBody body) {
    Type type = Type.of(body.text("type"));
    String token = body.text("token");
    String hash = body.text("token_hash");
    if (token.isEmpty() == hash.isEmpty()) {
      throw AuthFailure.invalid("Verify requires either a token or a token hash");
    }
    return hash.isEmpty() ? ofCode(type, token, body) : ofHash(type, hash, body);
  }

  /** Of a link. */
  static Proof ofLink(String type, String token) {
    Type known = Type.of(type);
    if (token.isEmpty()) {
      throw AuthFailure.invalid("Verify requires a token or a token hash");
    }
    if (known.isOfPhone()) {
      throw AuthFailure.invalid("Invalid email verification type");
    }
    return new Proof(known, token, "");
  }

  private static Proof ofHash(Type type, String hash, RequestBody body) {
    if (body.has("email") || body.has("phone") || body.has("redirect_to")) {
      throw AuthFailure.invalid("Only the token_hash and type should be provided");
    }
    if (type.isOfPhone()) {
      throw AuthFailure.invalid("Invalid email verification type");
    }
    return new Proof(type, hash, "");
  }

  private static Proof ofCode(Type type, String token, RequestBody body) {
    String email = body.text("email");
    String phone = body.text("phone");
    if (email.isEmpty() == phone.isEmpty()) {
      throw AuthFailure.invalid(
          "Only an email address or phone number should be provided on verify");
    }
    if (type.isOfPhone() != email.isEmpty()) {
      throw AuthFailure.invalid(
          type.isOfPhone() ? "Invalid sms verification type" : "Invalid email verification type");
    }
    String address = email.isEmpty() ? Phone.validated(phone) : Email.validated(email);
    return new Proof(type, OneTimeCode.hash(address, token), address);
  }

  boolean isPkce() {
    return hash.startsWith(OneTimeCode.PKCE_PREFIX);
  }
}
