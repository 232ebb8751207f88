package dev.minibaas.rest.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the driver and PostgreSQL and counts round trips: how often the client speaks
 * after the server did. What is noted before it is passed on can't be overtaken by its answer.
 */
final class TripCounter implements AutoCloseable {
  private final ServerSocket entrance;
  private final int target;
  private final AtomicInteger trips = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  TripCounter(int target) {
    this.target = target;
    try {
      this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Over all connections, since the last time that was asked. */
  int trips() {
    return trips.getAndSet(0);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        new Talk(client, server).start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** One connection. */
  private final class Talk {
    private final Socket client;
    private final Socket server;
    private boolean clientSpokeLast;

    Talk(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().start(() -> pass(client, server, true));
      Thread.ofVirtual().start(() -> pass(server, client, false));
    }

    private void pass(Socket from, Socket to, boolean isClient) {
      byte[] buffer = new byte[64 * 1024];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          spoke(isClient);
          out.write(buffer, 0, read);
        }
      } catch (IOException e) {
        // the other side has gone
      }
    }

    private synchronized void spoke(boolean isClient) {
      if (isClient && !clientSpokeLast) {
        trips.incrementAndGet();
      }
      clientSpokeLast = isClient;
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
