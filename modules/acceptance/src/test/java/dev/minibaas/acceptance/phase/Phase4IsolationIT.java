package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two users, each of whom sees and changes their own rows only. */
@Tag("phase4")
class Phase4IsolationIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();

  @Test
  void each_user_sees_exactly_their_own_row() {
    Account a = api.signUp();
    Account b = api.signUp();
    assertThat(api.get("/rest/v1/users").as(a).send().is(200).row().getString("id"))
        .isEqualTo(a.id());
    assertThat(api.get("/rest/v1/users").as(b).send().is(200).row().getString("id"))
        .isEqualTo(b.id());
  }

  @Test
  void without_a_token_nobody_is_seen() {
    Account a = api.signUp();
    assertThat(api.get("/rest/v1/users?id=eq." + a.id()).send().is(200).array()).isEmpty();
  }

  @Test
  void a_malformed_token_is_refused() {
    api.get("/rest/v1/users").bearer("malformed").send().is(401);
    api.get("/rest/v1/users").bearer("malformed.token.here").send().is(401);
  }

  @Test
  void nobody_reads_changes_or_deletes_the_row_of_another() {
    Account a = api.signUp();
    Account b = api.signUp();
    String post = create(a, "private");

    assertThat(api.get(post).as(b).send().is(200).array()).isEmpty();
    assertThat(
            api.patch(post, "{\"title\":\"taken over\"}")
                .as(b)
                .prefer("return=representation")
                .send()
                .is(200)
                .array())
        .isEmpty();
    api.delete(post).as(b).send().is(204);

    assertThat(api.get(post).as(a).send().is(200).row().getString("title")).isEqualTo("private");
  }

  @Test
  void nobody_writes_in_the_name_of_another() {
    Account a = api.signUp();
    Account b = api.signUp();
    String inTheNameOfA =
        """
        {"title":"not mine","user_id":"%s"}\
        """
            .formatted(a.id());
    assertThat(api.post("/rest/v1/posts", inTheNameOfA).as(b).send().is(403).text("/code"))
        .isEqualTo("42501");
    assertThat(api.patch(create(b, "mine"), inTheNameOfA).as(b).send().is(403).text("/code"))
        .isEqualTo("42501");
    assertThat(api.get("/rest/v1/posts?user_id=eq." + a.id()).as(a).send().is(200).array())
        .isEmpty();
  }

  private String create(Account owner, String title) {
    String id =
        api.post("/rest/v1/posts", "{\"title\":\"" + title + "\"}")
            .as(owner)
            .prefer("return=representation")
            .send()
            .is(201)
            .row()
            .getString("id");
    return "/rest/v1/posts?id=eq." + id;
  }
}
