package dev.minibaas.devstack.postgres;

import dev.minibaas.devstack.StackFailure;

/** Somebody else took the port after it was found free. */
public final class PortTaken extends StackFailure {
  private static final long serialVersionUID = 1L;

  PortTaken(int port) {
    super("port " + port + " was taken by another program");
  }
}
