package dev.minibaas.auth.mail;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class MailPreviewTest {
  private final TestDatabase database;
  private final MailPreview preview;
  private final AuthFixture auth;

  MailPreviewTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
    this.preview =
        new MailPreview(
            auth.config,
            auth.transactions,
            new QuteTemplates(
                auth.config.flows().mail(), auth.config.externalUrl(), auth.config.siteUrl()),
            Clock.systemUTC());
  }

  @Test
  void anAdministratorSeesAMailInALanguage() {
    assertThat(preview.show(ADMIN, "recovery", "de").subject())
        .isEqualTo("Setze dein Passwort zurück");
    assertThat(preview.show(ADMIN, "reauthentication", "").subject()).contains("123456");
  }

  @Test
  void anAdministratorSendsOne() {
    UUID id = preview.send(ADMIN, "invite", body("{'to':'Op@example.org','language':'de'}"));

    assertThat(
            database.query(
                "select recipient || ': ' || subject from minibaas_auth.mail_outbox"
                    + " where message_id = '"
                    + id
                    + "'"))
        .containsExactly("op@example.org: Du bist eingeladen");
  }

  @Test
  void nobodyElseDoes() {
    var user = AuthFixture.call(auth.newUser("preview@example.org").getString("access_token"));
    assertRefused(403, ErrorCode.NOT_ADMIN, () -> preview.show(user, "recovery", ""));
    assertRefused(
        403,
        ErrorCode.NOT_ADMIN,
        () -> preview.send(user, "recovery", body("{'to':'victim@example.org'}")));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> preview.show(ADMIN, "nonsense", ""));
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> preview.send(ADMIN, "invite", body("{}")));
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> preview.show(ADMIN, "invite", "x".repeat(36)));
  }
}
