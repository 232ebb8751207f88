package dev.minibaas.edge.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rendering rule, held against {@code kong/render.sh} where a shell can be asked. */
class TemplateTest {
  private static final Path KONG = Path.of(System.getProperty("root.dir"), "kong");
  private static final Map<String, String> KEYS =
      Map.of("KONG_PUBLIC_API_KEY", "public-anon-key", "KONG_SERVICE_API_KEY", "service-role-key");

  @TempDir Path folder;

  @Test
  void given_values_replace_defaults_and_empty_ones_do_not() {
    Template template = Template.parse("a: ${A}\nb: '${B:-two}' ${C:-}\n");
    assertThat(template.render(Map.of("A", "1", "B", "", "C", "3")::get))
        .isEqualTo("a: 1\nb: 'two' 3\n");
  }

  @Test
  void comments_may_speak_of_placeholders() {
    assertThat(Template.parse("  # write ${name} or $5\n").render(name -> null))
        .isEqualTo("  # write ${name} or $5\n");
  }

  @Test
  void a_missing_value_is_named_with_its_line() {
    assertThatThrownBy(() -> Template.parse("\na: ${KONG_KEY}").render(name -> null))
        .hasMessageContaining("line 2")
        .hasMessageContaining("KONG_KEY is not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a'b", "a\"b", "a\nb", "a$b", "a`b", "a\\b", "a\tb"})
  void values_that_could_break_out_are_refused_by_both_renderers(String value) throws Exception {
    Path template = Files.writeString(folder.resolve("t"), "a: '${KEY}'\n");
    assertThatThrownBy(() -> Template.parse("a: '${KEY}'").render(name -> value))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining("KEY");
    Rendering shell = renderByShell(template, Map.of("KEY", value));
    assertThat(shell.exit()).isNotZero();
    assertThat(shell.text()).contains("line 1").contains("KEY");
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: $B", "a: ${b}", "a: ${B", "a: ${B-c}", "a: ${1B}", "a: ${}"})
  void what_is_no_placeholder_is_refused_by_both_renderers(String line) throws Exception {
    Path template = Files.writeString(folder.resolve("t"), line + "\n");
    assertThatThrownBy(() -> Template.parse(line)).isInstanceOf(InvalidTemplate.class);
    assertThat(renderByShell(template, Map.of("B", "x")).exit()).isNotZero();
  }

  @Test
  void a_name_with_two_defaults_is_refused() {
    assertThatThrownBy(() -> Template.parse("${A:-1}\n${A:-2}"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("line 1");
  }

  @Test
  void the_shell_renders_the_policy_as_java_does() throws Exception {
    Map<String, String> values =
        Map.of(
            "KONG_PUBLIC_API_KEY", "eyJhbGciOiJIUzI1NiJ9.e30.x-_y",
            "KONG_SERVICE_API_KEY", "service: {key} #1 & more",
            "RATE_LIMIT_AUTH_MINUTE", "",
            "RATE_LIMIT_REST_MINUTE", "7");
    Rendering shell = renderByShell(KONG.resolve("kong.yml"), values);
    assertThat(shell.exit()).as(shell.text()).isZero();
    Template template = Template.parse(Files.readString(KONG.resolve("kong.yml")));
    assertThat(Files.readString(folder.resolve("target"))).isEqualTo(template.render(values::get));
  }

  @Test
  void the_shell_names_the_required_variable_that_is_missing() throws Exception {
    Map<String, String> values = Map.of("KONG_PUBLIC_API_KEY", "key");
    Rendering shell = renderByShell(KONG.resolve("kong.yml"), values);
    assertThat(shell.exit()).isNotZero();
    assertThat(shell.text()).contains("KONG_SERVICE_API_KEY is not set");
  }

  @Test
  void only_the_two_keys_are_required() throws IOException {
    Template template = Template.parse(Files.readString(KONG.resolve("kong.yml")));
    assertThat(template.placeholders())
        .filteredOn(placeholder -> placeholder.fallback() == null)
        .extracting(Template.Placeholder::name)
        .containsExactlyInAnyOrderElementsOf(KEYS.keySet());
  }

  private record Rendering(int exit, String text) {}

  private Rendering renderByShell(Path template, Map<String, String> values) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh",
            KONG.resolve("render.sh").toString(),
            template.toString(),
            folder.resolve("target").toString());
    shell.environment().clear();
    shell.environment().putAll(values);
    Process process = shell.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes());
    return new Rendering(process.waitFor(), text);
  }
}
