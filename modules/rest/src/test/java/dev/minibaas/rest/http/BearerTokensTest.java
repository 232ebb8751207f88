package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who a token makes its bearer, over HTTP and seen by SQL. */
@ExtendWith(PostgresExtension.class)
class BearerTokensTest {
  /** Every name that a role may have, for SQL and for claims. */
  private static final List<String> ROLES =
      List.of("with space", "Üñí 漢", "q\"uote'd; --", "5", "true", "{\"a\":[1]}", "[1]", "UPPER");

  private final TestDatabase database;
  private final TokenProbe probe;

  BearerTokensTest(TestDatabase database) {
    this.database = database;
    this.probe = new TokenProbe(database);
    StringBuilder sql = new StringBuilder();
    for (String role : ROLES) {
      String quoted = '"' + role.replace("\"", "\"\"") + '"';
      // roles are the server's, not the database's, and there may be an earlier run's
      sql.append("drop role if exists ").append(quoted);
      sql.append("; create role ").append(quoted);
      sql.append("; grant ").append(quoted).append(" to authenticator; ");
      sql.append("grant usage on schema public to ").append(quoted).append("; ");
    }
    sql.append("create role stranger; ");
    sql.append(
        """
        create table public.closed (id int);
        revoke all on public.closed from anon, authenticated;
        """);
    sql.append(TokenProbe.WHO);
    database.execute(sql.toString());
  }

  @AfterEach
  void forget_the_roles() {
    for (String role : ROLES) {
      String quoted = '"' + role.replace("\"", "\"\"") + '"';
      database.execute("drop owned by " + quoted + "; drop role " + quoted);
    }
    database.execute("drop table public.closed; drop function public.who(); drop role stranger");
  }

  @Test
  void a_role_may_have_any_name_and_a_claim_any_type() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET),
        server -> {
          for (String role : ROLES) {
            probe.assertRole(server, TokenProbe.hs256("{\"role\":" + json(role) + "}"), role);
          }
          probe.assertRole(server, TokenProbe.hs256("{\"role\":5}"), "5");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":true}"), "true");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":{\"a\":[1]}}"), "{\"a\":[1]}");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":[1]}"), "[1]");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":null}"), "anon");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":\"\"}"), "anon");
          probe.assertRole(server, TokenProbe.hs256("{}"), "anon");
        });
  }

  @Test
  void a_role_that_may_not_be_taken_is_refused_by_the_database() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET),
        server -> {
          String stranger = "Bearer " + TokenProbe.hs256("{\"role\":\"stranger\"}");
          HttpResponse<String> foreign = probe.get(server, "/rpc/who", stranger);
          assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(403);
          assertThat(foreign.body()).contains("\"code\":\"42501\"");

          String nobody = "Bearer " + TokenProbe.hs256("{\"role\":\"nobody at all\"}");
          HttpResponse<String> unknown = probe.get(server, "/rpc/who", nobody);
          assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(400);
          assertThat(unknown.body()).contains("\"code\":\"22023\"");

          String user = "Bearer " + TokenProbe.hs256("{\"role\":\"authenticated\"}");
          HttpResponse<String> closed = probe.get(server, "/closed", user);
          assertThat(closed.statusCode()).isEqualTo(403);
          HttpResponse<String> anonymous = probe.get(server, "/closed", null);
          assertThat(anonymous.statusCode()).isEqualTo(401);
          assertThat(anonymous.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        });
  }

  @Test
  void the_login_role_is_no_role_of_a_token() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET),
        server -> {
          for (String role : List.of("authenticator", "none")) {
            String token = "Bearer " + TokenProbe.hs256("{\"role\":\"" + role + "\"}");
            HttpResponse<String> response = probe.get(server, "/rpc/who", token);
            assertThat(response.statusCode()).as(role + response.body()).isBetween(400, 403);
          }
        });
  }

  @Test
  void the_claim_of_the_role_may_be_anywhere() throws Exception {
    Map<String, String> paths =
        Map.of(
            ".a.b", "{\"a\":{\"b\":\"UPPER\"}}",
            ".roles[1]", "{\"roles\":[\"x\",\"UPPER\"]}",
            ".\"https://x.y/roles\".list[0].name",
                "{\"https://x.y/roles\":{\"list\":[{\"name\":\"UPPER\"}]}}",
            ".\"with [b] and .dot\"", "{\"with [b] and .dot\":\"UPPER\"}");
    for (Map.Entry<String, String> path : paths.entrySet()) {
      probe.serving(
          Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET, "PGRST_JWT_ROLE_CLAIM_KEY", path.getKey()),
          server -> {
            probe.assertRole(server, TokenProbe.hs256(path.getValue()), "UPPER");
            // a claim called role is then any claim
            probe.assertRole(server, TokenProbe.hs256("{\"role\":\"UPPER\",\"roles\":[]}"), "anon");
          });
    }
  }

  @Test
  void audiences_and_times_are_checked() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET, "PGRST_JWT_AUD", "api"),
        server -> {
          probe.assertRole(
              server, TokenProbe.hs256("{\"role\":\"UPPER\",\"aud\":\"api\"}"), "UPPER");
          probe.assertRole(
              server, TokenProbe.hs256("{\"role\":\"UPPER\",\"aud\":[\"x\",\"api\"]}"), "UPPER");
          probe.assertRole(server, TokenProbe.hs256("{\"role\":\"UPPER\"}"), "UPPER");
          probe.assertRefused(
              server, TokenProbe.hs256("{\"role\":\"UPPER\",\"aud\":\"API\"}"), "JWTNotInAudience");
          probe.assertRefused(
              server, TokenProbe.hs256("{\"role\":\"UPPER\",\"aud\":[\"x\"]}"), "JWTNotInAudience");

          for (String claim : List.of("exp:-20", "exp:20", "nbf:20", "nbf:-90", "iat:20")) {
            probe.assertRole(server, TokenProbe.hs256(time(claim)), "UPPER");
          }
          probe.assertRefused(server, TokenProbe.hs256(time("exp:-40")), "JWT expired");
          probe.assertRefused(server, TokenProbe.hs256(time("nbf:90")), "JWTNotYetValid");
          probe.assertRefused(server, TokenProbe.hs256(time("iat:90")), "JWTIssuedAtFuture");
        });
  }

  private static String time(String claim) {
    String[] parts = claim.split(":");
    long at = Instant.now().getEpochSecond() + Long.parseLong(parts[1]);
    return "{\"role\":\"UPPER\",\"" + parts[0] + "\":" + at + "}";
  }

  @Test
  void malformed_tokens_are_told_why() throws Exception {
    String parts = "JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got ";
    String good = TokenProbe.hs256("{\"role\":\"UPPER\"}");
    String[] piece = good.split("\\.");
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET),
        server -> {
          probe.assertRefused(server, "abc", parts + "1)");
          probe.assertRefused(server, "a.b", parts + "2)");
          probe.assertRefused(server, "a.b.c.d", parts + "4)");
          String garbled = "JWSError (CompactDecodeError Invalid base64 or JSON)";
          probe.assertRefused(server, "a.b.c", garbled);
          probe.assertRefused(server, "..", garbled);
          probe.assertRefused(server, "!!." + piece[1] + "." + piece[2], garbled);
          probe.assertRefused(
              server, TokenProbe.base64("[]") + "." + piece[1] + "." + piece[2], garbled);
          String signature = "JWSError JWSInvalidSignature";
          probe.assertRefused(
              server, piece[0] + "." + piece[1] + "." + TokenProbe.base64("wrong"), signature);
          probe.assertRefused(
              server, piece[0] + "." + TokenProbe.base64("{}") + "." + piece[2], signature);
          probe.assertRefused(server, TokenProbe.hs256("not json"), "JWTClaimsSetDecodeError");
          probe.assertRefused(server, TokenProbe.hs256("[1]"), "JWTClaimsSetDecodeError");
          probe.assertRefused(
              server, TokenProbe.hs256("{\"exp\":\"soon\"}"), "JWTClaimsSetDecodeError");
        });
  }

  @Test
  void without_a_bearer_token_the_caller_is_anonymous() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET),
        server -> {
          for (String header : List.of("Bearer ", "Bearer", "Basic dTpw", "Token x", "bearer   ")) {
            HttpResponse<String> response = probe.get(server, "/rpc/who", header);
            assertThat(response.body()).as(header).contains("\"anon\"");
          }
          String token = TokenProbe.hs256("{\"role\":\"UPPER\"}");
          for (String scheme : List.of("bearer ", "BEARER ", "BeArEr   ")) {
            HttpResponse<String> response = probe.get(server, "/rpc/who", scheme + token);
            assertThat(response.body()).as(scheme).contains("\"UPPER\"");
          }
        });
  }

  @Test
  void anonymous_access_may_be_off() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", TokenProbe.SECRET, "PGRST_DB_ANON_ROLE", "none"),
        server -> {
          for (String header : List.of("", "Bearer " + TokenProbe.hs256("{}"))) {
            HttpResponse<String> response =
                probe.get(server, "/rpc/who", header.isEmpty() ? null : header);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("PGRST302", "Anonymous access is disabled");
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
          }
          probe.assertRole(server, TokenProbe.hs256("{\"role\":\"UPPER\"}"), "UPPER");
        });
  }

  @Test
  void without_a_secret_a_token_is_the_servers_fault() throws Exception {
    probe.serving(
        Map.of(),
        server -> {
          HttpResponse<String> response =
              probe.get(server, "/rpc/who", "Bearer " + TokenProbe.hs256("{\"role\":\"UPPER\"}"));
          assertThat(response.statusCode()).isEqualTo(500);
          assertThat(response.body()).contains("PGRST300", "Server lacks JWT secret");
          assertThat(probe.get(server, "/rpc/who", null).body()).contains("\"anon\"");
        });
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
