package dev.minibaas.realtime.postgres;

/** Open transactions that are streamed have grown larger than what is to be held of them. */
final class TooMuchHeld extends RuntimeException {
  TooMuchHeld(long most) {
    super("open transactions that are streamed are larger than " + most + " bytes");
  }
}
