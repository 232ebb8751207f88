package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail on its way; written in the transaction that is its reason. */
@Entity
@Table(schema = "minibaas_auth", name = "mail_outbox")
public class OutgoingMail {
  @Id
  @Column(name = "message_id")
  private UUID messageId;

  @Column(name = "recipient", updatable = false)
  private String recipient;

  @Column(name = "subject", updatable = false)
  private String subject;

  @Column(name = "text_body", updatable = false)
  private String text;

  @Column(name = "html_body", updatable = false)
  private String html;

  @Column(name = "hook", updatable = false)
  private @Nullable JsonObject hook;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "attempts")
  private int attempts;

  @Column(name = "next_attempt_at")
  private Instant nextAttemptAt;

  @Column(name = "sent_at")
  private @Nullable Instant sentAt;

  @Column(name = "gave_up_at")
  private @Nullable Instant gaveUpAt;

  @Column(name = "last_error")
  private @Nullable String lastError;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected OutgoingMail() {}

  public OutgoingMail(
      String recipient, String subject, String text, String html, Instant createdAt) {
    this.messageId = UUID.randomUUID();
    this.recipient = recipient;
    this.subject = subject;
    this.text = text;
    this.html = html;
    this.createdAt = createdAt;
    this.nextAttemptAt = createdAt;
  }

  public UUID messageId() {
    return messageId;
  }

  public String recipient() {
    return recipient;
  }

  public String subject() {
    return subject;
  }

  public String text() {
    return text;
  }

  public String html() {
    return html;
  }

  /** What the send_email hook gets in the mail's stead. */
  public @Nullable JsonObject hook() {
    return hook;
  }

  public void setHook(@Nullable JsonObject value) {
    hook = value;
  }

  public @Nullable Instant gaveUpAt() {
    return gaveUpAt;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public int attempts() {
    return attempts;
  }

  public void setAttempts(int value) {
    attempts = value;
  }

  public Instant nextAttemptAt() {
    return nextAttemptAt;
  }

  public void setNextAttemptAt(Instant value) {
    nextAttemptAt = value;
  }

  public @Nullable Instant sentAt() {
    return sentAt;
  }

  public void setSentAt(@Nullable Instant value) {
    sentAt = value;
  }

  public @Nullable String lastError() {
    return lastError;
  }

  public void setLastError(@Nullable String value) {
    lastError = value;
  }
}
