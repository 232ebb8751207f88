package dev.minibaas.auth.provider;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.Email;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user as a provider knows it.
 *
 * @param subject never changes at the provider
 * @param emails valid and in lower case; the first is the main one
 * @param data what becomes the identity's data
 */
public record ProviderUser(String subject, List<Address> emails, JsonObject data) {
  private static final int MAX_TEXT = 1024;

  /** An address, and whether the provider has seen that it is the user's. */
  public record Address(String email, boolean verified) {}

  public Optional<Address> mainEmail() {
    return emails.stream().findFirst();
  }

  public List<String> verifiedEmails() {
    return emails.stream().filter(Address::verified).map(Address::email).distinct().toList();
  }

  /** Out of the claims of OpenID Connect, or of what else uses their names. */
  static ProviderUser ofClaims(String issuer, String subject, JsonObject claims) {
    List<Address> emails = new ArrayList<>();
    address(text(claims, "email"), isTrue(claims.get("email_verified"))).ifPresent(emails::add);
    return of(issuer, subject, emails, claims);
  }

  static ProviderUser of(String issuer, String subject, List<Address> emails, JsonObject claims) {
    JsonObjectBuilder data =
        JsonValues.object().add("iss", issuer).add("sub", subject).add("provider_id", subject);
    if (!emails.isEmpty()) {
      data.add("email", emails.get(0).email());
    }
    data.add("email_verified", !emails.isEmpty() && emails.get(0).verified())
        .add("phone_verified", false);
    copy(claims, "name", data, "name", "full_name");
    copy(claims, "picture", data, "picture", "avatar_url");
    copy(claims, "preferred_username", data, "preferred_username", "user_name");
    copy(claims, "given_name", data, "given_name");
    copy(claims, "family_name", data, "family_name");
    copy(claims, "locale", data, "locale");
    String domain = text(claims, "hd");
    if (!domain.isEmpty()) {
      data.add("custom_claims", JsonValues.object().add("hd", domain));
    }
    return new ProviderUser(subject, List.copyOf(emails), data.build());
  }

  /** An address that isn't one counts as none. */
  static Optional<Address> address(String email, boolean verified) {
    try {
      return Optional.of(new Address(Email.validated(email), verified));
    } catch (AuthFailure invalid) {
      return Optional.empty();
    }
  }

  private static void copy(
      JsonObject claims, String name, JsonObjectBuilder data, String... names) {
    String text = text(claims, name);
    if (!text.isEmpty()) {
      for (String target : names) {
        data.add(target, text);
      }
    }
  }

  /** A text that can be kept, else the empty text. */
  static String text(JsonObject json, String name) {
    String text = json.get(name) instanceof JsonString string ? string.getString() : "";
    boolean storable =
        text.length() <= MAX_TEXT
            && text.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return storable ? text : "";
  }

  /** A token, of whatever length; a type that is none counts as absent. */
  static String token(JsonObject json, String name) {
    return json.get(name) instanceof JsonString string ? string.getString() : "";
  }

  /** Some providers write it as a text. */
  private static boolean isTrue(@Nullable JsonValue value) {
    return value == JsonValue.TRUE
        || (value instanceof JsonString text && text.getString().equals("true"));
  }
}
