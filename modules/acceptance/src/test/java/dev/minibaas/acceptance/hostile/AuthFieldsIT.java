package dev.minibaas.acceptance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Instance;
import dev.minibaas.acceptance.stack.Patience;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile values in every field of every endpoint of auth, all of it switched on: each is taken or
 * refused with a code that the service documents, and what is refused has written nothing.
 */
class AuthFieldsIT {
  private static final Map<String, String> ALL_ON =
      Map.ofEntries(
          Map.entry("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"),
          Map.entry("GOTRUE_EXTERNAL_PHONE_ENABLED", "true"),
          Map.entry("GOTRUE_SECURITY_MANUAL_LINKING_ENABLED", "true"),
          Map.entry("GOTRUE_PASSKEY_ENABLED", "true"),
          Map.entry("GOTRUE_MFA_PHONE_ENROLL_ENABLED", "true"),
          Map.entry("GOTRUE_MFA_PHONE_VERIFY_ENABLED", "true"),
          Map.entry("GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED", "true"),
          Map.entry("GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED", "true"),
          Map.entry("GOTRUE_MFA_MAX_ENROLLED_FACTORS", "100"),
          Map.entry("GOTRUE_SMTP_MAX_FREQUENCY", "0"),
          Map.entry("GOTRUE_SMS_MAX_FREQUENCY", "0"),
          Map.entry("GOTRUE_RATE_LIMIT_PASSKEY", "1000000000"),
          Map.entry("GOTRUE_RATE_LIMIT_SMS_SENT", "1000000000"));

  @RegisterExtension
  static final Platform PLATFORM = Platform.own("auth-fields", new TreeMap<>(ALL_ON));

  /** JSON values, as they stand in a body. */
  private static final List<String> HOSTILE =
      List.of(
          "1",
          "-1e999",
          "true",
          "[\"a\"]",
          "{\"$ne\":\"\"}",
          '"' + "x".repeat(5000) + '"',
          "\"a\\u0000b\"",
          "\"a\\u001b[2Jb\"",
          "\"a\\r\\nBcc: b@example.com\"",
          "\"\\ud800\"",
          "\"jose\\u0301@example.com\"",
          "\"\\uff41@example.com\"",
          "\"a\\u200b@example.com\"",
          "\"'; drop table auth.users; --\"",
          "\"x' or '1'='1\"",
          "\"{{7*7}}${jndi:ldap://127.0.0.1/x}{#include x}\"");

  /** Values of a query parameter. */
  private static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          "-1",
          "99999999999999999999",
          "x".repeat(5000),
          "a\r\nSet-Cookie: a=b",
          "\u001b[2J",
          "jose\u0301",
          "'; drop table auth.users; --",
          "//127.0.0.1/x",
          "javascript:alert(1)",
          "{{7*7}}${jndi:ldap://127.0.0.1/x}");

  private static final Pattern CODE = Pattern.compile("(?m)^ {2}([A-Z_0-9]+)[,;]$");

  private final Api api = PLATFORM.api();
  private final Account account = api.signUp();
  private final Account other = api.signUp();
  private final String factor = totpFactor();
  private final Set<String> codes = codes();

  private enum As {
    ANYBODY,
    USER,
    SERVICE
  }

  private record Endpoint(As as, String method, String path, String valid, List<String> fields) {
    @Override
    public String toString() {
      return method + " " + path + " as " + as;
    }
  }

  private static Endpoint endpoint(As as, String target, String valid, String... fields) {
    String[] parts = target.split(" ", 2);
    return new Endpoint(as, parts[0], "/auth/v1" + parts[1], valid, List.of(fields));
  }

  private static final String MAILS_ASKED_FOR = "select kind from minibaas_auth.mail_requests";

  private static final String PERSON =
      "email phone password data channel code_challenge code_challenge_method"
          + " gotrue_meta_security";

  private static Stream<Endpoint> endpoints() {
    return Stream.of(ofAnybody(), ofUsers(), ofAdministrators()).flatMap(each -> each);
  }

  private static Stream<Endpoint> ofAnybody() {
    return Stream.of(
        endpoint(
            As.ANYBODY,
            "POST /signup",
            "{'email':'fresh@example.com','password':'TestPass123!'}",
            PERSON.split(" ")),
        endpoint(
            As.ANYBODY,
            "POST /token?grant_type=password",
            "{'email':'nobody@example.com','password':'TestPass123!'}",
            PERSON.split(" ")),
        endpoint(As.ANYBODY, "POST /token?grant_type=refresh_token", "{}", "refresh_token"),
        endpoint(
            As.ANYBODY,
            "POST /token?grant_type=pkce",
            "{'auth_code':'%s','code_verifier':'%s'}".formatted(UUID.randomUUID(), "v".repeat(43)),
            "auth_code",
            "code_verifier"),
        endpoint(
            As.ANYBODY,
            "POST /token?grant_type=id_token",
            "{'provider':'google','id_token':'a.b.c'}",
            "id_token access_token nonce provider client_id issuer link_identity".split(" ")),
        endpoint(As.ANYBODY, "POST /token?grant_type=web3", "{}", "message", "signature", "chain"),
        endpoint(
            As.ANYBODY,
            "POST /verify",
            "{'type':'email','email':'nobody@example.com','token':'123456'}",
            "type token email phone token_hash redirect_to".split(" ")),
        endpoint(As.ANYBODY, "POST /sso", "{}", "provider_id", "domain", "redirect_to"),
        endpoint(As.ANYBODY, "POST /passkeys/authentication/options", "{}", "gotrue_meta_security"),
        endpoint(
            As.ANYBODY,
            "POST /passkeys/authentication/verify",
            "{'challenge_id':'%s','credential':{}}".formatted(UUID.randomUUID()),
            "challenge_id",
            "credential"));
  }

  private static Stream<Endpoint> ofUsers() {
    return Stream.of(
        endpoint(
            As.USER,
            "PUT /user",
            "{'data':{'name':'Ada'}}",
            (PERSON + " current_password nonce app_metadata").split(" ")),
        endpoint(
            As.USER,
            "POST /factors",
            "{'factor_type':'totp'}",
            "factor_type friendly_name issuer phone".split(" ")),
        endpoint(As.USER, "POST /factors/{factor}/challenge", "{}", "channel", "webauthn"),
        endpoint(
            As.USER,
            "POST /factors/{factor}/verify",
            "{'challenge_id':'%s','code':'123456'}".formatted(UUID.randomUUID()),
            "challenge_id",
            "code",
            "webauthn"),
        endpoint(
            As.USER,
            "POST /passkeys/registration/verify",
            "{'challenge_id':'%s','credential':{}}".formatted(UUID.randomUUID()),
            "challenge_id",
            "credential",
            "friendly_name"),
        endpoint(As.USER, "PATCH /passkeys/" + UUID.randomUUID(), "{}", "friendly_name"));
  }

  private static Stream<Endpoint> ofAdministrators() {
    String nobody = "/admin/users/" + UUID.randomUUID();
    String[] record =
        ("id aud role email phone password password_hash email_confirm phone_confirm user_metadata"
                + " app_metadata ban_duration")
            .split(" ");
    return Stream.of(
        endpoint(As.SERVICE, "POST /admin/users", "{'email':'fresh2@example.com'}", record),
        endpoint(As.SERVICE, "PUT /admin/users/{other}", "{'user_metadata':{'name':'Bo'}}", record),
        endpoint(As.SERVICE, "DELETE " + nobody, "{}", "should_soft_delete"),
        endpoint(
            As.SERVICE,
            "PUT " + nobody + "/factors/" + UUID.randomUUID(),
            "{}",
            "friendly_name",
            "phone"),
        endpoint(
            As.SERVICE,
            "POST /admin/generate_link",
            "{'type':'magiclink','email':'{address}'}",
            "type email new_email password data redirect_to".split(" ")),
        endpoint(As.SERVICE, "POST /admin/signing-keys", "{'alg':'nothing'}", "alg"),
        endpoint(As.SERVICE, "POST /admin/mail/recovery", "{}", "to", "language"));
  }

  /** What is only written down by the call, and done a moment later. */
  private static Stream<Endpoint> mailAskers() {
    String valid = "{'email':'{address}'}";
    String fields =
        "email phone create_user data channel type code_challenge code_challenge_method"
            + " gotrue_meta_security";
    return Stream.concat(
        Stream.of("/otp", "/magiclink", "/recover", "/resend")
            .map(path -> endpoint(As.ANYBODY, "POST " + path, valid, fields.split(" "))),
        Stream.of(
            endpoint(
                As.SERVICE, "POST /invite", "{'email':'fresh3@example.com'}", "email", "data")));
  }

  private String totpFactor() {
    return api.post("/auth/v1/factors", "{\"factor_type\":\"totp\",\"friendly_name\":\"own\"}")
        .as(account)
        .send()
        .is(200)
        .text("/id");
  }

  private static Set<String> codes() {
    try {
      String source =
          Files.readString(
              Instance.ROOT.resolve(
                  "modules/auth/src/main/java/dev/minibaas/auth/error/ErrorCode.java"));
      return CODE.matcher(source)
          .results()
          .map(match -> match.group(1).toLowerCase(java.util.Locale.ROOT))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new IllegalStateException("the codes can't be read", e);
    }
  }

  private Call call(Endpoint endpoint, String body) {
    Call call =
        api.call(
                endpoint.method(),
                endpoint.path().replace("{factor}", factor).replace("{other}", other.id()))
            .json(body.replace("{address}", other.email()));
    return switch (endpoint.as()) {
      case ANYBODY -> call;
      case USER -> call.as(account);
      case SERVICE -> call.bearer(PLATFORM.serviceKey());
    };
  }

  private static String body(Endpoint endpoint, String field, String value) {
    JsonObject valid =
        Json.createReader(new StringReader(endpoint.valid().replace('\'', '"'))).readObject();
    Map<String, String> members = new LinkedHashMap<>();
    valid.forEach((name, member) -> members.put(name, member.toString()));
    members.put(field, value);
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * Everything but the audit log, which also tells of attempts. What earlier calls asked to be
   * mailed is written by then.
   */
  private static Map<String, String> content() {
    Patience.until(() -> PLATFORM.database().column(MAILS_ASKED_FOR).isEmpty());
    Map<String, String> content = PLATFORM.database().content();
    content.remove("auth.audit_log_entries");
    return content;
  }

  private void documented(Answer answer, String body) {
    assertThat(answer.status()).as("%s for %s", answer, body).isBetween(200, 499);
    answer.leaksNothing();
    if (answer.status() >= 400) {
      answer.isHarmlessJson();
      if (!answer.object().containsKey("error_description")) {
        assertThat(codes).as("codes").contains(answer.text("/error_code"));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void what_is_refused_has_written_nothing(Endpoint endpoint) {
    Map<String, String> before = content();
    for (String field : endpoint.fields()) {
      for (String value : HOSTILE) {
        String body = body(endpoint, field, value);
        Answer answer = call(endpoint, body).send();
        documented(answer, body);
        Map<String, String> after = content();
        if (answer.status() >= 400) {
          assertThat(after).as("tables after %s for %s", answer, body).isEqualTo(before);
        }
        before = after;
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mailAskers")
  void who_asks_for_a_mail_is_answered(Endpoint endpoint) {
    for (String field : endpoint.fields()) {
      for (String value : HOSTILE) {
        String body = body(endpoint, field, value);
        documented(call(endpoint, body).send(), body);
      }
    }
  }

  private static Stream<String> queries() {
    return Stream.of(
        "GET /authorize?provider=",
        "GET /authorize?provider=google&scopes=",
        "GET /authorize?provider=google&redirect_to=",
        "GET /authorize?provider=google&code_challenge=",
        "GET /callback?state=",
        "GET /callback?code=x&state=",
        "GET /callback?error=access_denied&error_description=",
        "GET /verify?type=signup&token=",
        "GET /verify?token=x&type=",
        "GET /verify?type=signup&token=x&redirect_to=",
        "GET /user/identities/authorize?provider=",
        "DELETE /user/identities/",
        "DELETE /factors/",
        "DELETE /passkeys/",
        "POST /logout?scope=",
        "POST /token?grant_type=",
        "GET /admin/users?page=",
        "GET /admin/users?per_page=",
        "GET /admin/users?filter=",
        "GET /admin/users?sort=",
        "GET /admin/users/",
        "GET /admin/audit?query=",
        "GET /admin/audit?page=",
        "GET /admin/mail/",
        "GET /admin/mail/recovery?language=",
        "DELETE /admin/signing-keys/");
  }

  @ParameterizedTest(name = "{0}…")
  @MethodSource("queries")
  void hostile_parameters_are_taken_as_text(String target) {
    String[] parts = target.split(" ", 2);
    Map<String, String> before = content();
    for (String text : HOSTILE_TEXTS) {
      String path = "/auth/v1" + parts[1] + URLEncoder.encode(text, UTF_8).replace("+", "%20");
      boolean logsOut = path.contains("logout") && text.isEmpty();
      // encoded slashes and control characters in a path are refused by the server, in its own
      // words
      boolean isTheServers =
          target.endsWith("/") && text.chars().anyMatch(c -> c == '/' || Character.isISOControl(c));
      if (logsOut || isTheServers) {
        continue;
      }
      Call call = api.call(parts[0], path);
      boolean admin = parts[1].startsWith("/admin");
      Answer answer = (admin ? call.bearer(PLATFORM.serviceKey()) : call.as(account)).send();
      assertThat(answer.status()).as(answer.toString()).isBetween(200, 499);
      answer.leaksNothing();
      assertThat(answer.headers()).as("headers of %s", answer).doesNotContainKey("set-cookie");
      answer
          .header("Location")
          .ifPresent(location -> assertThat(location).startsWith("http://localhost:3000"));
      assertThat(content()).as("tables after %s", answer).isEqualTo(before);
    }
  }

  @Test
  void other_forms_of_an_address_open_no_second_account() {
    String email = "forms-" + UUID.randomUUID() + "@example.com";
    api.post("/auth/v1/signup", Api.credentials(email, Api.PASSWORD)).send().is(200);
    Map<String, String> before = content();
    for (String form :
        List.of(
            email.toUpperCase(java.util.Locale.ROOT),
            email.replace("@", "\uff20"),
            email.replace("forms", "f\uff4frms"),
            email.replace("forms", "forms\u200b"),
            email.replace("forms", "fo\u0301rms"),
            email + "\\u0000",
            email + ".",
            " " + email)) {
      Answer answer =
          api.post("/auth/v1/signup", Api.credentials(form, Api.PASSWORD)).send().is(400, 422);
      assertThat(codes).contains(answer.text("/error_code"));
    }
    assertThat(content()).isEqualTo(before);
  }
}
