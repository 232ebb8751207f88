package dev.minibaas.auth.mail;

import dev.minibaas.auth.user.User;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Templates of Qute. What users say of themselves is a value in them, never a part: it isn't
 * parsed, it is escaped in HTML, and it can't reach further than texts and numbers, since no object
 * of ours is handed in and reflection isn't switched on.
 */
public final class QuteTemplates implements MailTemplates {
  private static final Variant HTML = Variant.forContentType(Variant.TEXT_HTML);
  private static final Variant TEXT = Variant.forContentType(Variant.TEXT_PLAIN);

  /** Where a user's language may stand in its metadata. */
  private static final List<String> LANGUAGE_KEYS = List.of("locale", "language", "lang");

  private static final int MAX_SUBJECT = 200;
  private static final int FIRST = 10;

  private final Engine engine =
      Engine.builder()
          .addDefaults()
          .addValueResolver(
              ValueResolver.builder()
                  .applyToBaseClass(Map.class)
                  .applyToNoParameters()
                  .priority(FIRST)
                  .resolveSync(QuteTemplates::field)
                  .build())
          .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
          .strictRendering(true)
          .build();

  private final TemplateFiles files;
  private final ActionLinks links;
  private final String siteUrl;

  // the text is the key: a changed file is seen, and an unchanged one is parsed once
  private final Map<TemplateFiles.Found, Template> parsed = new ConcurrentHashMap<>();

  public QuteTemplates(MailConfig config, String externalUrl, String siteUrl) {
    this.files = new TemplateFiles(config.templates(), config.language());
    this.links = new ActionLinks(externalUrl);
    this.siteUrl = siteUrl;
  }

  @Override
  public Rendered render(MailKind kind, User user, MailContent content) {
    return render(kind, language(user.userMetadata()), values(kind, user, content));
  }

  private Rendered render(MailKind kind, String language, Map<String, Object> values) {
    return new Rendered(
        line(filled(language, kind.template() + ".subject.txt", TEXT, values)),
        filled(language, kind.template() + ".txt", TEXT, values),
        filled(language, kind.template() + ".html", HTML, values));
  }

  private String filled(String language, String name, Variant variant, Map<String, Object> values) {
    TemplateFiles.Found found = files.find(language, name);
    TemplateInstance template =
        parsed
            .computeIfAbsent(found, file -> engine.parse(file.text(), variant, file.id()))
            .instance();
    values.forEach(template::data);
    return template.render();
  }

  private Map<String, Object> values(MailKind kind, User user, MailContent content) {
    Map<String, Object> values = new LinkedHashMap<>();
    String newEmail = content.newEmail();
    values.put("email", user.email());
    values.put("newEmail", newEmail == null ? "" : newEmail);
    values.put("sendingTo", content.recipient());
    values.put("token", content.code());
    values.put("tokenHash", content.tokenHash());
    values.put(
        "confirmationUrl", links.verify(kind.action(), content.tokenHash(), content.redirectTo()));
    values.put("redirectTo", content.redirectTo());
    values.put("siteUrl", siteUrl);
    values.put("data", plain(user.userMetadata()));
    return values;
  }

  /** What a user hasn't said is empty; a name of ours that is misspelt is an error. */
  private static Object field(EvalContext context) {
    Object field = ((Map<?, ?>) context.getBase()).get(context.getName());
    return field == null ? "" : field;
  }

  private static String language(JsonObject metadata) {
    return LANGUAGE_KEYS.stream()
        .map(key -> metadata.get(key) instanceof JsonString text ? text.getString() : "")
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** A header is one line, and no longer than a reader can see. */
  private static String line(String subject) {
    String line = subject.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.substring(0, line.offsetByCodePoints(0, Math.min(MAX_SUBJECT, points(line))));
  }

  private static int points(String line) {
    return line.codePointCount(0, line.length());
  }

  /** Maps, lists, texts and numbers only. */
  private static Object plain(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.forEach((name, field) -> fields.put(name, plain(field)));
        yield fields;
      }
      case List<?> list -> list.stream().map(each -> plain((JsonValue) each)).toList();
      case JsonString text -> text.getString();
      case JsonNumber number -> number.toString();
      default -> value == JsonValue.NULL ? "" : value.toString();
    };
  }
}
