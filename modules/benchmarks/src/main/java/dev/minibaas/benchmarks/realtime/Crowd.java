package dev.minibaas.benchmarks.realtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Thousands of WebSocket clients on one thread, so that what is measured is the server. */
final class Crowd implements AutoCloseable {
  private static final int MOST_READ = 1 << 16;
  private static final String HANDSHAKE =
      """
      GET %s HTTP/1.1\r
      Host: localhost:%d\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final Queue<Client> arrivals = new ConcurrentLinkedQueue<>();
  private final List<Client> clients = new ArrayList<>();
  private final Thread thread = new Thread(this::listen, "crowd");
  private volatile boolean ended;

  /**
   * @param port on this machine
   */
  Crowd(int port) throws IOException {
    server = new InetSocketAddress("localhost", port);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Connects one and waits for the answer to its handshake.
   *
   * @param path with its query
   */
  Client open(String path, Client.Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    String request = HANDSHAKE.formatted(path, server.getPort());
    channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    String answer = head(channel);
    if (!answer.startsWith("HTTP/1.1 101")) {
      channel.close();
      throw new IOException("the handshake is refused: " + answer);
    }
    channel.configureBlocking(false);
    Client client = new Client(channel, listener, selector);
    clients.add(client);
    arrivals.add(client);
    selector.wakeup();
    return client;
  }

  /** Byte by byte: a frame may follow at once. */
  private static String head(SocketChannel channel) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) > 0) {
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  List<Client> clients() {
    return clients;
  }

  private void listen() {
    ByteBuffer input = ByteBuffer.allocateDirect(MOST_READ);
    try {
      while (!ended) {
        selector.select(key -> read(key, input));
        for (Client client = arrivals.poll(); client != null; client = arrivals.poll()) {
          client.register();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(SelectionKey key, ByteBuffer input) {
    Client client = (Client) key.attachment();
    try {
      if (((SocketChannel) key.channel()).read(input.clear()) < 0) {
        client.fail("was ended by the server");
        return;
      }
      client.take(input.flip());
    } catch (IOException e) {
      client.fail("broke: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(Client::close);
    selector.close();
  }
}
