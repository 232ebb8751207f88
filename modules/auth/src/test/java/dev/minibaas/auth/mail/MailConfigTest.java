package dev.minibaas.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailConfigTest {
  private static MailConfig config(Map<String, String> settings) {
    Settings source = Settings.of(settings);
    MailConfig config = MailConfig.from(source);
    source.check();
    return config;
  }

  @Test
  void defaults() {
    assertThat(config(Map.of()))
        .isEqualTo(
            new MailConfig(
                new MailConfig.Smtp(
                    "", 1025, null, null, "noreply@localhost", "", MailConfig.Tls.AUTO),
                "",
                "en",
                Duration.ofDays(1)));
  }

  @Test
  void gotruesNamesWin() {
    Map<String, String> shared =
        Map.of(
            "SMTP_HOST", "mail.example.org",
            "SMTP_PORT", "587",
            "SMTP_USER", "user",
            "SMTP_PASS", "very-secret",
            "EMAIL_FROM", "a@example.org",
            "SMTP_TLS", "required",
            "AUTH_MAIL_TEMPLATES", "/templates",
            "AUTH_MAIL_LANGUAGE", "de",
            "GOTRUE_MAILER_OTP_EXP", "300");
    Map<String, String> both = new java.util.HashMap<>(shared);
    both.putAll(
        Map.of(
            "GOTRUE_SMTP_HOST", "own.example.org",
            "GOTRUE_SMTP_PORT", "465",
            "GOTRUE_SMTP_USER", "own",
            "GOTRUE_SMTP_PASS", "own-secret",
            "GOTRUE_SMTP_ADMIN_EMAIL", "own@example.org",
            "GOTRUE_SMTP_SENDER_NAME", "Own"));

    assertThat(config(shared))
        .isEqualTo(
            new MailConfig(
                new MailConfig.Smtp(
                    "mail.example.org",
                    587,
                    "user",
                    "very-secret",
                    "a@example.org",
                    "",
                    MailConfig.Tls.REQUIRED),
                "/templates",
                "de",
                Duration.ofMinutes(5)));
    assertThat(config(both).smtp())
        .isEqualTo(
            new MailConfig.Smtp(
                "own.example.org",
                465,
                "own",
                "own-secret",
                "own@example.org",
                "Own",
                MailConfig.Tls.REQUIRED));
    assertThat(config(both).toString()).doesNotContain("secret");
  }
}
