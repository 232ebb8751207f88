package dev.minibaas.bootstrap.users;

/** The file can't be understood; the message says where and why. */
final class UnreadableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableFile(String message) {
    super(message);
  }
}
