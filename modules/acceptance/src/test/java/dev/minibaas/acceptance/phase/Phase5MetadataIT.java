package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The SQL API describes the tables that its caller may use. */
@Tag("phase5")
class Phase5MetadataIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  @Test
  void the_root_is_an_openapi_document() {
    Answer root = PLATFORM.api().get("/rest/v1/").send().is(200);
    assertThat(root.needs("Content-Type")).contains("json");
    assertThat(root.text("/swagger")).isEqualTo("2.0");
    assertThat(root.text("/info/version")).isNotEmpty();
    assertThat(root.object().getJsonObject("paths")).containsKeys("/users", "/posts");
  }

  @Test
  void a_user_is_told_of_the_tables_of_users() {
    var api = PLATFORM.api();
    Answer root = api.get("/rest/v1/").as(api.signUp()).send().is(200);
    assertThat(root.object().getJsonObject("paths"))
        .containsKeys("/users", "/user_profiles", "/posts", "/projects", "/mock_orders");
    assertThat(root.object().getJsonObject("definitions").getJsonObject("posts")).isNotEmpty();
  }
}
