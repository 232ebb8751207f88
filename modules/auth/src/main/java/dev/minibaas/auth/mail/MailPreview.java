package dev.minibaas.auth.mail;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails with made-up content, for who writes templates or sets up the mail server. */
public final class MailPreview {
  private static final String SAMPLE = "ann@example.org";
  private static final String NEW_ADDRESS = "ann@new.example.org";
  private static final int MAX_LANGUAGE = 35;

  private final AuthConfig config;
  private final Transactions transactions;
  private final MailTemplates templates;
  private final Outbox outbox;
  private final Clock clock;

  public MailPreview(
      AuthConfig config, Transactions transactions, MailTemplates templates, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.templates = templates;
    this.outbox = new Outbox(templates, clock);
    this.clock = clock;
  }

  MailTemplates.Rendered show(Call call, String kind, String language) {
    call.requireAdmin(config.jwt());
    MailKind known = kind(kind);
    return templates.render(known, sample(language), content(SAMPLE));
  }

  /** Puts the mail into the outbox, and answers its id. */
  UUID send(Call call, String kind, RequestBody body) {
    call.requireAdmin(config.jwt());
    MailKind known = kind(kind);
    String to = Email.validated(body.text("to"));
    User user = sample(body.text("language"));
    return transactions.in(tx -> outbox.enqueue(tx, known, user, content(to)));
  }

  private MailContent content(String recipient) {
    return new MailContent(
        recipient, "123456", OneTimeCode.hash(SAMPLE, "123456"), NEW_ADDRESS, config.siteUrl());
  }

  private static MailKind kind(String name) {
    return Arrays.stream(MailKind.values())
        .filter(kind -> kind.template().equals(name))
        .findFirst()
        .orElseThrow(() ->
            AuthFailure.invalid(
                "There is no such mail; there are "
                    + String.join(
                        ", ", Arrays.stream(MailKind.values()).map(MailKind::template).toList())));
  }

  private User sample(String language) {
    if (language.length() > MAX_LANGUAGE) {
      throw AuthFailure.invalid("The language is too long");
    }
    JsonObject metadata = JsonValues.object().add("name", "Ann").add("locale", language).build();
    Instant now = clock.instant();
    @Nullable Instant never = null;
    return new User(
        new UUID(0, 0),
        config.jwt().audience(),
        config.jwt().defaultRole(),
        SAMPLE,
        "",
        NEW_ADDRESS,
        "",
        "",
        false,
        false,
        JsonValues.object().build(),
        metadata,
        new User.Times(
            now, now, never, never, never, never, never, never, never, never, never, never, never,
            never),
        List.of(),
        List.of());
  }
}
