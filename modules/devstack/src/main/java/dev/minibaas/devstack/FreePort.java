package dev.minibaas.devstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports nobody listens on. */
public final class FreePort {
  private static final int LAST = 65535;

  private FreePort() {}

  /** Any one, chosen by the system. */
  public static int any() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StackFailure("no free port: " + e.getMessage(), e);
    }
  }

  /** The first free one from {@code wanted} on. */
  public static int from(int wanted) {
    for (int port = wanted; port <= LAST; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new StackFailure("no port is free from " + wanted + " on: set PORT to a lower number");
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
