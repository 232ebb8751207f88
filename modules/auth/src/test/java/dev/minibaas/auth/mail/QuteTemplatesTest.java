package dev.minibaas.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuteTemplatesTest {
  private static final MailContent CONTENT =
      new MailContent(
          "ann@example.org",
          "123456",
          "abc",
          "new@example.org",
          "https://app.example.org/?a=1&b=2");

  @TempDir private Path folder;

  private MailTemplates templates(String ownFolder) {
    MailConfig.Smtp smtp = new MailConfig.Smtp("", 25, null, null, "a@b", "", MailConfig.Tls.AUTO);
    return new QuteTemplates(
        new MailConfig(smtp, ownFolder, "en", Duration.ofDays(1)),
        "http://localhost:8000/auth/v1/",
        "https://app.example.org");
  }

  private static User user(JsonObject metadata) {
    Instant now = Instant.EPOCH;
    return new User(
        new UUID(0, 1),
        "authenticated",
        "authenticated",
        "ann@example.org",
        "",
        "",
        "",
        "",
        false,
        false,
        JsonValues.object().build(),
        metadata,
        new User.Times(
            now, now, null, null, null, null, null, null, null, null, null, null, null, null),
        List.of(),
        List.of());
  }

  private static User speaking(String locale) {
    return user(JsonValues.object().add("locale", locale).build());
  }

  private void own(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @ParameterizedTest
  @EnumSource(MailKind.class)
  void everyKindHasSubjectTextAndHtmlInEveryLanguage(MailKind kind) {
    for (String language : List.of("en", "de")) {
      MailTemplates.Rendered mail = templates("").render(kind, speaking(language), CONTENT);

      assertThat(mail.subject()).isNotBlank().doesNotContain("\n");
      assertThat(mail.text()).contains("123456");
      assertThat(mail.html()).contains("123456", "lang=\"" + language + "\"");
      if (kind != MailKind.REAUTHENTICATION) {
        String link =
            "http://localhost:8000/auth/v1/verify?token=abc&type="
                + kind.action()
                + "&redirect_to=https%3A%2F%2Fapp.example.org%2F%3Fa%3D1%26b%3D2";
        assertThat(mail.text()).contains(link);
        assertThat(mail.html()).contains("href=\"" + link.replace("&", "&amp;") + "\"");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "de-AT, Bestätige",
    "de_DE, Bestätige",
    "DE, Bestätige",
    "xx, Confirm",
    "'', Confirm",
    "../../etc, Confirm",
    "de/../../de, Confirm",
    "a-veryveryverylongone, Confirm"
  })
  void theUserChoosesTheLanguageAndNothingElse(String locale, String first) {
    assertThat(templates("").render(MailKind.CONFIRMATION, speaking(locale), CONTENT).subject())
        .startsWith(first);
  }

  @Test
  void anOperatorsFileTakesThePlaceOfOneFile() throws IOException {
    own("en/confirmation.subject.txt", "Hi {data.name}{data.missing}");
    own(
        "fr/confirmation.txt",
        "Bonjour {email}, {#if data.list}{#each data.list}[{it}]{/each}{/if}");
    MailTemplates templates = templates(folder.toString());
    JsonObject metadata =
        JsonValues.object()
            .add("name", "Ann\r\nBcc: x@example.org")
            .add("locale", "fr-CA")
            .add("list", JsonValues.array(List.of("a", "b")))
            .build();

    MailTemplates.Rendered mail = templates.render(MailKind.CONFIRMATION, user(metadata), CONTENT);

    assertThat(mail.subject()).isEqualTo("Hi Ann Bcc: x@example.org");
    assertThat(mail.text()).isEqualTo("Bonjour ann@example.org, [a][b]");
    assertThat(mail.html()).contains("Confirm your e-mail address");
    own("en/confirmation.subject.txt", "Changed");
    assertThat(templates.render(MailKind.CONFIRMATION, user(metadata), CONTENT).subject())
        .isEqualTo("Changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<script>alert(1)</script> | &lt;script&gt;alert(1)&lt;/script&gt;",
        "\"onload=\"x | &quot;onload=&quot;x",
        "{token} {data.class.name} {#include x /} | {token} {data.class.name} {#include x /}",
        "${7*7} #{7*7} {{7*7}} | ${7*7} #{7*7} {{7*7}}"
      })
  void whatUsersSayIsTextAndNoTemplate(String said, String shown) throws IOException {
    own("en/recovery.html", "<p title=\"{data.name}\">{data.name}</p>");
    JsonObject metadata = JsonValues.object().add("name", said).build();

    assertThat(
            templates(folder.toString()).render(MailKind.RECOVERY, user(metadata), CONTENT).html())
        .isEqualTo("<p title=\"" + shown + "\">" + shown + "</p>");
  }

  @ParameterizedTest
  @CsvSource({"{tokne}", "{email.class}", "{data.class.classLoader.x.y}"})
  void aMisspeltNameIsNotMailed(String template) throws IOException {
    own("en/recovery.txt", template);
    MailTemplates templates = templates(folder.toString());
    User user = user(JsonValues.object().build());

    assertThatThrownBy(() -> templates.render(MailKind.RECOVERY, user, CONTENT))
        .isInstanceOf(io.quarkus.qute.TemplateException.class);
  }
}
