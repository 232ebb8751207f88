package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches, upserts, filters, pages and counts, as a user and as the service. */
@Tag("phase10")
class Phase10QueriesIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String USERS = "/rest/v1/users";

  private final Api api = PLATFORM.api();
  private final Account account = api.signUp();

  @Test
  void a_batch_of_other_users_is_refused_whole() {
    Answer answer =
        api.post(USERS, batch(Api.freshEmail(), Api.freshEmail())).as(account).send().is(403);
    assertThat(answer.text("/code")).isEqualTo("42501");
  }

  @Test
  void the_service_inserts_a_batch() {
    String first = Api.freshEmail();
    String second = Api.freshEmail();
    Answer answer =
        asService(api.post(USERS, batch(first, second)))
            .prefer("return=representation")
            .send()
            .is(201);
    assertThat(answer.array().getValuesAs(row -> row.asJsonObject().getString("email")))
        .containsExactly(first, second);

    asService(api.delete(USERS + "?email=in.(" + first + "," + second + ")")).send().is(204);

    assertThat(
            asService(api.get(USERS + "?email=in.(" + first + "," + second + ")"))
                .send()
                .is(200)
                .array())
        .isEmpty();
  }

  @Test
  void an_upsert_merges_into_the_row_with_the_same_address() {
    String row =
        """
        {"id":"%s","email":"%s","name":"merged"}\
        """
            .formatted(account.id(), account.email());
    JsonObject merged =
        api.post(USERS + "?on_conflict=email", row)
            .as(account)
            .prefer("resolution=merge-duplicates,return=representation")
            .send()
            .is(200, 201)
            .row();
    assertThat(merged.getString("name")).isEqualTo("merged");
    assertThat(merged.getString("id")).isEqualTo(account.id());
  }

  @Test
  void a_user_changes_their_row() {
    JsonObject changed =
        api.patch(USERS + "?id=eq." + account.id(), "{\"name\":\"renamed\"}")
            .as(account)
            .prefer("return=representation")
            .send()
            .is(200)
            .row();
    assertThat(changed.getString("name")).isEqualTo("renamed");
  }

  @Test
  void columns_are_chosen_and_rows_filtered() {
    JsonObject row =
        api.get(USERS + "?select=id,email,name,created_at&email=eq." + account.email())
            .as(account)
            .send()
            .is(200)
            .row();
    assertThat(row.keySet()).containsExactly("id", "email", "name", "created_at");
  }

  @Test
  void rows_come_in_order_and_in_pages() {
    for (String name : List.of("first", "second", "third")) {
      api.post("/rest/v1/projects", "{\"name\":\"" + name + "\"}").as(account).send().is(201);
    }
    assertThat(projects("order=created_at.desc&limit=2&offset=0"))
        .containsExactly("third", "second");
    assertThat(projects("order=created_at.desc&limit=2&offset=2")).containsExactly("first");
  }

  private List<String> projects(String query) {
    return api.get("/rest/v1/projects?" + query)
        .as(account)
        .send()
        .is(200)
        .array()
        .getValuesAs(row -> row.asJsonObject().getString("name"));
  }

  @Test
  void either_of_two_conditions_is_enough() {
    JsonObject row =
        api.get(USERS + "?or=(email.eq." + account.email() + ",email.eq." + Api.freshEmail() + ")")
            .as(account)
            .send()
            .is(200)
            .row();
    assertThat(row.getString("id")).isEqualTo(account.id());
  }

  @Test
  void a_count_comes_without_a_body() {
    Answer answer = api.head(USERS).as(account).prefer("count=exact").send().is(200, 206);
    assertThat(answer.needs("Content-Range")).isEqualTo("0-0/1");
    assertThat(answer.bytes()).isEmpty();
  }

  @Test
  void a_value_that_is_none_of_the_type_is_a_bad_request() {
    Answer answer = api.get(USERS + "?id=eq.not-a-uuid").as(account).send().is(400);
    assertThat(answer.text("/code")).isEqualTo("22P02");
  }

  @Test
  void deleting_by_address_takes_the_own_row_only() {
    Account other = api.signUp();
    api.delete(USERS + "?email=in.(" + other.email() + "," + account.email() + ")")
        .as(account)
        .send()
        .is(204);
    assertThat(api.get(USERS).as(account).send().is(200).array()).isEmpty();
    assertThat(api.get(USERS).as(other).send().is(200).array()).hasSize(1);
  }

  private static String batch(String first, String second) {
    return """
    [{"id":"%s","email":"%s"},{"id":"%s","email":"%s"}]\
    """
        .formatted(UUID.randomUUID(), first, UUID.randomUUID(), second);
  }

  private static Call asService(Call call) {
    return call.key(PLATFORM.serviceKey()).bearer(PLATFORM.serviceKey());
  }
}
