package dev.minibaas.auth.captcha;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.outbound.Outbound;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Has the provider say whether a call comes from a person; administrators needn't prove it. */
public final class Captcha {
  private static final int MAX_BYTES = 64 * 1024;

  private final AuthConfig config;
  private final Outbound outbound = new Outbound();

  public Captcha(AuthConfig config) {
    this.config = config;
  }

  /** 400 {@code captcha_failed} unless the call's token is good. */
  public void check(RequestBody body, Call call) {
    if (!config.flows().captcha().enabled() || call.isAdmin(config.jwt())) {
      return;
    }
    JsonObject security = body.objectOrNull("gotrue_meta_security");
    String token = security == null ? "" : security.getString("captcha_token", "").strip();
    if (token.isEmpty()) {
      throw refused("no captcha_token found");
    }
    JsonObject verdict = verdict(token, call);
    if (!verdict.getBoolean("success", false)) {
      throw refused(reasons(verdict));
    }
  }

  private JsonObject verdict(String token, Call call) {
    CaptchaConfig captcha = config.flows().captcha();
    String address = call.origin().address();
    String form =
        "secret="
            + encoded(captcha.secret())
            + "&response="
            + encoded(token)
            + (address == null ? "" : "&remoteip=" + encoded(address));
    HttpRequest request =
        HttpRequest.newBuilder(captcha.verifier())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<byte[]> response = outbound.send(request, captcha.patience(), MAX_BYTES);
      return JsonValues.read(new String(response.body(), StandardCharsets.UTF_8)).asJsonObject();
    } catch (IOException | JsonException | ClassCastException e) {
      throw new AuthFailure(
              500, ErrorCode.UNEXPECTED_FAILURE, "captcha verification process failed")
          .because(e);
    }
  }

  private static String reasons(JsonObject verdict) {
    return verdict.get("error-codes") instanceof JsonArray codes
        ? codes.stream()
            .map(code -> code instanceof JsonString text ? text.getString() : code.toString())
            .collect(Collectors.joining(", "))
        : "not solved";
  }

  private static AuthFailure refused(String why) {
    return AuthFailure.badRequest(
        ErrorCode.CAPTCHA_FAILED, "captcha protection: request disallowed (" + why + ")");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
