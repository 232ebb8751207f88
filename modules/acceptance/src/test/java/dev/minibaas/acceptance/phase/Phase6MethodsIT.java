package dev.minibaas.acceptance.phase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every method on the user's own rows. */
@Tag("phase6")
class Phase6MethodsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String PROFILES = "/rest/v1/user_profiles";
  private static final String POSTS = "/rest/v1/posts";

  private final Api api = PLATFORM.api();
  private final Account account = api.signUp();

  @Test
  void a_profile_is_created_read_and_changed() {
    api.post(PROFILES, "{\"user_id\":\"%s\",\"bio\":\"first\"}".formatted(account.id()))
        .as(account)
        .send()
        .is(201);
    String own = PROFILES + "?user_id=eq." + account.id();
    assertThat(api.get(own).as(account).send().is(200).row().getString("bio")).isEqualTo("first");

    JsonObject changed =
        api.patch(own, "{\"bio\":\"second\"}")
            .as(account)
            .prefer("return=representation")
            .send()
            .is(200)
            .row();

    assertThat(changed.getString("bio")).isEqualTo("second");
    assertThat(api.get(own).as(account).send().is(200).row().getString("bio")).isEqualTo("second");
  }

  @Test
  void a_post_is_created_and_deleted() {
    String post =
        """
        {"user_id":"%s","title":"one","content":"text","is_public":false}\
        """
            .formatted(account.id());
    JsonObject created =
        api.post(POSTS, post).as(account).prefer("return=representation").send().is(201).row();
    assertThat(created.getBoolean("is_public")).isFalse();
    String path = POSTS + "?id=eq." + created.getString("id");

    api.delete(path).as(account).send().is(204);

    assertThat(api.get(path).as(account).send().is(200).array()).isEmpty();
  }

  @Test
  void a_deleted_row_is_returned_when_asked_for() {
    api.post(POSTS, "{\"title\":\"gone\"}").as(account).send().is(201);
    JsonObject deleted =
        api.delete(POSTS + "?title=eq.gone&user_id=eq." + account.id())
            .as(account)
            .prefer("return=representation")
            .send()
            .is(200)
            .row();
    assertThat(deleted.getString("title")).isEqualTo("gone");
  }

  @Test
  void options_tell_the_methods_of_a_table() {
    Answer answer = api.options(PROFILES).as(account).send().is(200);
    assertThat(answer.needs("Allow")).contains("GET", "POST", "PATCH", "DELETE");
  }

  @Test
  void a_body_of_another_type_is_refused() {
    Answer answer =
        api.call("POST", POSTS)
            .body("text/plain", "title: one".getBytes(UTF_8))
            .as(account)
            .send()
            .is(400);
    assertThat(answer.text("/code")).isEqualTo("PGRST102");
    assertThat(api.get(POSTS + "?user_id=eq." + account.id()).as(account).send().array()).isEmpty();
  }
}
