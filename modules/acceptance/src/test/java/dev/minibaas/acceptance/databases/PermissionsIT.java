package dev.minibaas.acceptance.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /permissions/v1} through the gateway. */
@Tag("permissions")
class PermissionsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String READ_POSTS =
      "{\"resource_type\":\"table\",\"resource_name\":\"posts\",\"action\":\"read\"%s}";

  private final Api api = PLATFORM.api();
  private final Account user = api.signUp();

  private Answer check(Account account, String more) {
    return api.post("/permissions/v1/permissions/check", READ_POSTS.formatted(more))
        .as(account)
        .send();
  }

  @Test
  void a_new_account_has_the_role_user_and_its_own_resources() {
    assertThat(
            api.get("/permissions/v1/permissions/roles")
                .as(user)
                .send()
                .is(200)
                .text("/data/roles"))
        .isEqualTo("[\"user\"]");
    Answer own = check(user, ",\"owner_id\":\"" + user.id() + "\"").is(200);
    assertThat(own.text("/data/allowed")).isEqualTo("true");
    assertThat(own.text("/data/reason")).contains("role user");
    assertThat(check(user, ",\"owner_id\":\"somebody\"").is(200).text("/data/allowed"))
        .isEqualTo("false");
    assertThat(check(user, "").is(200).text("/data/owner_only")).isEqualTo("true");
    assertThat(
            api.post("/permissions/v1/check", READ_POSTS.formatted(""))
                .as(user)
                .send()
                .is(200)
                .text("/data/allowed"))
        .isEqualTo("true");
  }

  @Test
  void nobody_else_asks_about_or_gives_roles() {
    Account other = api.signUp();
    String roles = "/permissions/v1/permissions/roles/";
    api.get(roles + other.id()).as(user).send().is(403);
    String admin = "{\"role_name\":\"admin\",\"target_user_id\":\"" + user.id() + "\"}";
    api.post(roles + "assign", admin).as(user).send().is(403);
    api.post(roles + "assign", admin).send().is(401);
    check(user, ",\"user_id\":\"" + other.id() + "\"").is(403);
    api.get("/permissions/v1/policies").as(user).send().is(403);
    assertThat(check(user, "").is(200).text("/data/owner_only")).isEqualTo("true");
  }

  @Test
  void the_service_role_gives_and_takes_roles() {
    String roles = "/permissions/v1/permissions/roles/";
    String service = PLATFORM.serviceKey();
    String admin = "{\"role_name\":\"admin\",\"target_user_id\":\"" + user.id() + "\"}";
    api.post(roles + "assign", admin).key(service).send().is(200);
    api.post(roles + "assign", admin).key(service).send().is(200);
    assertThat(check(user, ",\"owner_id\":\"somebody\"").is(200).text("/data/reason"))
        .contains("role admin");
    api.get(roles + user.id()).as(user).send().is(200);
    api.delete(roles + user.id() + "/admin").key(service).send().is(200);
    api.get(roles + user.id()).as(user).send().is(403);
  }

  @Test
  void the_service_role_writes_lists_and_deletes_policies() {
    String service = PLATFORM.serviceKey();
    String policies = "/permissions/v1/policies";
    String name = "r_" + UUID.randomUUID().toString().replace("-", "");
    String role =
        api.post("/permissions/v1/roles", "{\"name\":\"" + name + "\"}")
            .key(service)
            .send()
            .is(201)
            .text("/data/id");
    String body =
        """
        {"role_id":"%s","resource_type":"table","resource_name":"*","actions":["read"],
         "effect":"allow","priority":%d}\
        """;
    api.post(policies, body.formatted(role, 1)).as(user).send().is(403);
    api.post(policies, body.formatted(role, 1001)).key(service).send().is(400);
    String weak = api.post(policies, body.formatted(role, 1)).key(service).send().text("/data/id");
    String strong =
        api.post(policies, body.formatted(role, 9)).key(service).send().text("/data/id");
    Answer list = api.get(policies + "/role/" + role).key(service).send().is(200);
    assertThat(list.text("/data/0/id")).isEqualTo(strong);
    assertThat(list.text("/data/1/id")).isEqualTo(weak);
    api.get(policies).key(service).send().is(200);
    api.delete(policies + "/" + weak).as(user).send().is(403);
    assertThat(api.delete(policies + "/" + weak).key(service).send().is(200).text("/data/deleted"))
        .isEqualTo("true");
    api.delete(policies + "/" + weak).key(service).send().is(404);
  }
}
