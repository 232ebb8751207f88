package dev.minibaas.auth.mail;

/** A way out for mails, open as long as there are some. */
interface Transmission extends AutoCloseable {

  /** Returns when the mail was taken. */
  void send(OutboxStore.Due mail);

  @Override
  void close();
}
