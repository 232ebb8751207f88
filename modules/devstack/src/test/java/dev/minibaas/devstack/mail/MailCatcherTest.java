package dev.minibaas.devstack.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.devstack.FreePort;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCatcherTest {
  @TempDir Path folder;
  private @Nullable MailCatcher running;

  @BeforeEach
  void start() {
    running = MailCatcher.start(folder.resolve("mail"), FreePort.any(), FreePort.any());
  }

  @AfterEach
  void stop() {
    catcher().close();
  }

  private MailCatcher catcher() {
    return Objects.requireNonNull(running);
  }

  private void send(String to, String subject, String html) throws MessagingException {
    var properties = new Properties();
    properties.setProperty("mail.smtp.host", catcher().smtpHost());
    properties.setProperty("mail.smtp.port", Integer.toString(catcher().smtpPort()));
    var message = new MimeMessage(Session.getInstance(properties));
    message.setFrom("platform@example.com");
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject);
    var text = new MimeBodyPart();
    text.setText("open https://example.com/confirm?token=1", "utf-8");
    var page = new MimeBodyPart();
    page.setContent(html, "text/html; charset=utf-8");
    message.setContent(new MimeMultipart("alternative", text, page));
    Transport.send(message);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(catcher().url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aMessageToAnyAddressIsReadByPrograms() throws Exception {
    assertThat(get("/api/user/ann@example.com/messages/INBOX").body()).isEqualTo("[]");
    send("Ann@example.com", "Confirm \"it\"", "<p>hello</p>");
    String inbox = get("/api/user/ann@example.com/messages/INBOX").body();
    assertThat(inbox)
        .startsWith("[{\"uid\":1,\"Message-ID\":\"<")
        .contains("\"subject\":\"Confirm \\\"it\\\"\"")
        .contains("confirm?token");
    send("ann@example.com", "second", "<p>hello</p>");
    assertThat(get("/api/user/ann@example.com/messages").body()).contains("\"uid\":2");
    assertThat(get("/api/user").body()).contains("\"email\":\"ann@example.com\"");
  }

  @Test
  void aMessageIsReadByPeopleAndCannotTouchThePage() throws Exception {
    send("bob@example.com", "<script>alert(1)</script>", "<script>alert(2)</script>");
    assertThat(get("/").body())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>")
        .contains("/messages/bob%40example.com/1");
    assertThat(get("/messages/bob%40example.com/1").body())
        .contains("<a href=\"https://example.com/confirm?token=1\"")
        .contains("iframe sandbox=")
        .doesNotContain("<script>");
  }

  @Test
  void mailSurvivesARestart() throws Exception {
    send("eve@example.com", "kept", "<p>hello</p>");
    stop();
    start();
    assertThat(get("/api/user/eve@example.com/messages/INBOX").body()).contains("kept");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/messages/no@example.com/1").statusCode()).isEqualTo(404);
    assertThat(get("/api/user/..%2F..%2Fetc/messages/INBOX").body()).isEqualTo("[]");
  }
}
