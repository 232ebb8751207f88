package dev.minibaas.auth.user;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** The free-form halves of a user. */
public final class Metadata {
  /** Both go into every access token, and a header has its limits. */
  private static final int MAX_LENGTH = 8192;

  private Metadata() {}

  /** {@code app_metadata} of a user known to the providers, of which the first is the main one. */
  public static JsonObject ofProviders(List<String> providers) {
    return JsonValues.object()
        .add("provider", providers.get(0))
        .add("providers", JsonValues.array(providers))
        .build();
  }

  public static JsonObject ofProvider(String provider) {
    return ofProviders(List.of(provider));
  }

  /** The user, unless its metadata has become too large to be carried in its tokens. */
  public static User bounded(User user) {
    int length = user.userMetadata().toString().length() + user.appMetadata().toString().length();
    if (length > MAX_LENGTH) {
      throw AuthFailure.invalid(
          "The user's metadata can't be longer than " + MAX_LENGTH + " characters");
    }
    return user;
  }

  /** Both objects' fields; where they meet, the second's. */
  public static JsonObject merged(JsonObject first, JsonObject second) {
    JsonObjectBuilder json = JsonValues.object(first);
    second.forEach(json::add);
    return json.build();
  }
}
