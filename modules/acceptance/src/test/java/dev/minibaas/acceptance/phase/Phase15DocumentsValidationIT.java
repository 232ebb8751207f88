package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What documents refuse, through the gateway, in the words of the contract. */
@Tag("phase15")
class Phase15DocumentsValidationIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String TASKS = "/mongo/v1/collections/tasks/documents";

  private final Api api = PLATFORM.api();

  @Test
  void the_gateway_refuses_a_missing_and_an_unknown_key() {
    assertThat(api.get(TASKS).withoutKey().send().is(401).body())
        .containsAnyOf("No API key", "Unauthorized");
    assertThat(api.get(TASKS).key("invalid-key").send().is(401).body()).contains("Unauthorized");
  }

  @Test
  void documents_need_a_token() {
    refused(api.get(TASKS), 401, "missing_authorization");
    refused(api.post(TASKS, "{\"title\":\"x\"}"), 401, "missing_authorization");
    refused(api.get(TASKS).bearer("not.a.token"), 401, "invalid_token");
  }

  @ParameterizedTest
  @EnumSource(MongoDialect.class)
  void an_owner_cannot_be_chosen(MongoDialect dialect) {
    Account a = api.signUp();
    Account b = api.signUp();
    for (String field : new String[] {"owner_id", "_id"}) {
      String body = dialect.create("{\"title\":\"x\",\"" + field + "\":\"" + a.id() + "\"}");
      refused(api.post(TASKS, body).as(b), 400, "forbidden_fields");
    }
    String id = api.post(TASKS, dialect.create("{}")).as(b).send().is(201).text("/data/id");
    refused(
        api.patch(TASKS + "/" + id, "{\"patch\":{\"owner_id\":\"" + a.id() + "\"}}").as(b),
        400,
        "forbidden_fields");
    assertThat(api.get(TASKS).as(a).send().is(200).text("/meta/pagination/total")).isEqualTo("0");
  }

  @Test
  void what_is_malformed_is_named() {
    Account a = api.signUp();
    refused(api.get(TASKS + "/not-an-id").as(a), 400, "invalid_id");
    refused(api.get("/mongo/v1/collections/a$b/documents").as(a), 400, "invalid_collection");
    refused(api.get(TASKS + "?filter=%7Bx").as(a), 400, "invalid_filter");
    refused(api.get(TASKS + "?filter=%7B%22$where%22:%221%22%7D").as(a), 400, "invalid_filter");
    refused(api.get(TASKS + "?limit=101").as(a), 400, "invalid_param");
    refused(api.post(TASKS, "{\"title\":").as(a), 400, "invalid_json");
    refused(api.post(TASKS, "[]").as(a), 400, "invalid_payload");
    refused(api.post(TASKS, "{\"a.b\":1}").as(a), 400, "invalid_payload");
    refused(api.post(TASKS, "{\"$set\":{}}").as(a), 400, "invalid_payload");
    refused(
        api.post(TASKS, "{\"t\":\"" + "x".repeat(256 << 10) + "\"}").as(a),
        413,
        "payload_too_large");
    api.post(TASKS, "{\"t\":\"" + "x".repeat(600 << 10) + "\"}").as(a).send().is(413);
    Answer method = refused(api.call("PUT", TASKS).as(a), 405, "method_not_allowed");
    assertThat(method.needs("Allow")).contains("POST");
    refused(api.get("/mongo/v1/nothing").as(a), 404, "not_found");
  }

  @Test
  void the_administration_is_the_service_roles() {
    Account a = api.signUp();
    String schema = "/mongo/v1/admin/schemas/checked";
    String validator = "{\"validator\":{\"$jsonSchema\":{\"required\":[\"name\"]}}}";
    refused(api.put(schema, validator), 401, "missing_authorization");
    refused(api.put(schema, validator).as(a), 403, "forbidden");
    String key = PLATFORM.serviceKey();
    api.put(schema, validator).key(key).send().is(200);
    Answer index =
        api.post("/mongo/v1/admin/indexes/checked", "{\"keys\":{\"name\":1}}")
            .key(key)
            .send()
            .is(201);
    assertThat(index.text("/data/index")).isEqualTo("owner_id_1_name_1");
    assertThat(api.get(schema).as(a).send().is(200).text("/data/name")).isEqualTo("checked");
    assertThat(api.get("/mongo/v1/admin/collections").as(a).send().is(200).body())
        .contains("\"checked\"");
    assertThat(api.delete(schema).key(key).send().is(200).text("/data/dropped")).isEqualTo("true");
    refused(api.delete(schema).key(key), 404, "not_found");
  }

  @Test
  void the_service_role_names_whom_it_acts_for() {
    Account a = api.signUp();
    String id = api.post(TASKS, "{\"title\":\"x\"}").as(a).send().is(201).text("/data/id");
    String key = PLATFORM.serviceKey();
    refused(api.get(TASKS + "/" + id).key(key), 400, "invalid_param");
    api.get(TASKS + "/" + id + "?owner=" + a.id()).key(key).send().is(200);
    refused(api.get(TASKS + "?owner=" + a.id()).as(api.signUp()), 403, "forbidden");
  }

  private static Answer refused(Call call, int status, String code) {
    Answer answer = call.send().is(status).isHarmlessJson();
    assertThat(answer.text("/error/code")).as(answer.toString()).isEqualTo(code);
    assertThat(answer.text("/success")).isEqualTo("false");
    return answer;
  }
}
