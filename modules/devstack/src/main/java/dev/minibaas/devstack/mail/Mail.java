package dev.minibaas.devstack.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A received message, read. */
record Mail(
    String address,
    long uid,
    Instant received,
    String source,
    String messageId,
    String subject,
    String from,
    String contentType,
    @Nullable String text,
    @Nullable String html) {

  static Mail read(Mailboxes.Entry entry) throws IOException, MessagingException {
    byte[] bytes = Files.readAllBytes(entry.file());
    var message =
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    return new Mail(
        entry.address(),
        entry.uid(),
        Files.getLastModifiedTime(entry.file()).toInstant(),
        decoded(bytes),
        orEmpty(message.getMessageID()),
        orEmpty(message.getSubject()),
        orEmpty(message.getHeader("From", ", ")),
        orEmpty(message.getContentType()),
        content(message, "text/plain"),
        content(message, "text/html"));
  }

  /** As GreenMail's REST interface shows a message. */
  String json() {
    return "{\"uid\":%d,\"Message-ID\":%s,\"subject\":%s,\"contentType\":%s,\"mimeMessage\":%s}"
        .formatted(
            uid,
            Text.json(messageId),
            Text.json(subject),
            Text.json(contentType),
            Text.json(source));
  }

  private static String decoded(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String content(Part part, String type)
      throws MessagingException, IOException {
    Object content = part.getContent();
    if (part.isMimeType(type) && content instanceof String text) {
      return text;
    }
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String found = content(parts.getBodyPart(i), type);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
