package dev.minibaas.devstack.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** The inbox as a person sees it. Nothing of a message is let into the page unescaped. */
final class Pages {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>%s</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      table { border-collapse: collapse; width: 100%% }
      td, th { text-align: left; padding: .4rem .8rem; border-bottom: 1px solid #ddd }
      pre { white-space: pre-wrap; background: #f6f6f6; padding: 1rem }
      iframe { width: 100%%; height: 30rem; border: 1px solid #ddd }
      </style>
      </head>
      <body>
      %s
      </body>
      </html>
      """;

  private Pages() {}

  static String list(List<Mail> mails) {
    String rows =
        mails.stream()
            .map(mail ->
                "<tr><td>%s</td><td>%s</td><td><a href=\"%s\">%s</a></td></tr>"
                    .formatted(
                        TIME.format(mail.received()),
                        Text.html(mail.address()),
                        link(mail),
                        Text.html(mail.subject().isBlank() ? "(no subject)" : mail.subject())))
            .collect(Collectors.joining("\n"));
    String body =
        mails.isEmpty()
            ? "<p>No mail yet.</p>"
            : "<table><tr><th>received</th><th>to</th><th>subject</th></tr>" + rows + "</table>";
    return PAGE.formatted("mail inbox", "<h1>Mail inbox</h1>" + body);
  }

  static String message(Mail mail) {
    String head =
        "<p><a href=\"/\">all mail</a></p><h1>%s</h1><p>from %s<br>to %s<br>%s</p>"
            .formatted(
                Text.html(mail.subject()),
                Text.html(mail.from()),
                Text.html(mail.address()),
                TIME.format(mail.received()));
    String html =
        mail.html() == null
            ? ""
            // no scripts and no access to this page; links open elsewhere
            : "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\"%s\"></iframe>"
                .formatted(Text.html("<base target=\"_blank\">" + mail.html()));
    String text = mail.text() == null ? "" : "<pre>" + linked(mail.text()) + "</pre>";
    String source =
        "<details><summary>source</summary><pre>" + Text.html(mail.source()) + "</pre></details>";
    return PAGE.formatted(Text.html(mail.subject()), head + html + text + source);
  }

  private static String link(Mail mail) {
    return "/messages/" + URLEncoder.encode(mail.address(), UTF_8) + "/" + mail.uid();
  }

  private static String linked(String text) {
    return Text.html(text)
        .replaceAll(
            "(https?://[^\\s<]+)", "<a href=\"$1\" target=\"_blank\" rel=\"noopener\">$1</a>");
  }
}
