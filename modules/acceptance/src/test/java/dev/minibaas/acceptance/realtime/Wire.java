package dev.minibaas.acceptance.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a port of this machine that can fall silent and be torn. */
final class Wire implements AutoCloseable {
  private static final int PIECE = 16_384;

  private final int target;
  private final ServerSocket entry;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private boolean silent;

  Wire(int target) {
    this.target = target;
    try {
      this.entry = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return entry.getLocalPort();
  }

  /** Whether what it leads to sees this port at its other end. */
  boolean carries(int port) {
    return ends.stream().anyMatch(end -> end.getPort() == target && end.getLocalPort() == port);
  }

  /** Takes everything and delivers nothing, both ways, until {@link #speak}. */
  synchronized void fallSilent() {
    silent = true;
  }

  /** What was held comes now. */
  synchronized void speak() {
    silent = false;
    notifyAll();
  }

  /** Resets all connections. */
  void tear() {
    ends.forEach(Wire::reset);
  }

  private synchronized void awaitSpeech() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        lead(entry.accept());
      } catch (IOException e) {
        // closed
        return;
      }
    }
  }

  private void lead(Socket from) {
    try {
      var to = new Socket(InetAddress.getLoopbackAddress(), target);
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      ends.add(from);
      ends.add(to);
      Thread.startVirtualThread(() -> pump(from, to));
      Thread.startVirtualThread(() -> pump(to, from));
    } catch (IOException e) {
      // nobody is there
      reset(from);
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      byte[] piece = new byte[PIECE];
      int length = from.getInputStream().read(piece);
      while (length > 0) {
        awaitSpeech();
        to.getOutputStream().write(piece, 0, length);
        length = from.getInputStream().read(piece);
      }
      awaitSpeech();
    } catch (IOException e) {
      // torn, or the program at an end is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(from);
      reset(to);
      ends.remove(from);
      ends.remove(to);
    }
  }

  private static void reset(Socket end) {
    try {
      end.setSoLinger(true, 0);
      end.close();
    } catch (IOException e) {
      // it was closed
    }
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    speak();
    tear();
  }
}
