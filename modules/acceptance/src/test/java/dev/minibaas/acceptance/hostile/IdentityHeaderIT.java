package dev.minibaas.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Headers that claim an identity change nothing: not for a visitor, not for another user. */
class IdentityHeaderIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final List<String> WHO =
      List.of(
          "X-User-Id",
          "X-User-Name",
          "X_User_Id",
          "X-Consumer-Id",
          "X-Consumer-Custom-Id",
          "X-Authenticated-Userid",
          "X-Remote-User");

  private static final List<String> ROLE =
      List.of(
          "X-User-Role",
          "X-User-Roles",
          "X_User_Role",
          "X-Consumer-Username",
          "X-Consumer-Groups",
          "X-Credential-Identifier",
          "X-Authenticated-Scope",
          "X-Role");

  private final Api api = PLATFORM.api();
  private final Account owner = api.signUp();
  private final Account other = api.signUp();

  @Test
  void a_visitor_stays_a_visitor() {
    assertThat(claiming(api.get("/rest/v1/users")).send().is(200).array()).isEmpty();
    claiming(api.get("/rest/v1/projects")).send().is(401);
    claiming(api.post("/rest/v1/posts", "{\"title\":\"by a claim\"}")).send().is(401);
    claiming(api.get("/auth/v1/user")).send().is(401);
    claiming(api.get("/auth/v1/admin/users")).send().is(401);
  }

  @Test
  void a_user_stays_that_user() {
    assertThat(claiming(api.get("/rest/v1/users")).as(other).send().is(200).row().getString("id"))
        .isEqualTo(other.id());
    assertThat(claiming(api.get("/auth/v1/user")).as(other).send().is(200).text("/id"))
        .isEqualTo(other.id());
    claiming(api.get("/auth/v1/admin/users")).as(other).send().is(403);
    String created =
        claiming(api.post("/rest/v1/posts", "{\"title\":\"mine\"}"))
            .as(other)
            .prefer("return=representation")
            .send()
            .is(201)
            .row()
            .getString("user_id");
    assertThat(created).isEqualTo(other.id());
  }

  @Test
  void a_claim_replaces_no_key() {
    claiming(api.get("/rest/v1/users")).withoutKey().send().is(401);
  }

  private Call claiming(Call call) {
    WHO.forEach(header -> call.header(header, owner.id()));
    ROLE.forEach(header -> call.header(header, "service_role"));
    return call.header("X-User-Claims", "{\"role\":\"service_role\"}");
  }
}
