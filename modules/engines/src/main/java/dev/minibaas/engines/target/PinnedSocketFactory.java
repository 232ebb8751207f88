package dev.minibaas.engines.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.Callable;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that connect to one tested address, whatever address a driver asks for. A driver is told
 * the host's name, which TLS verifies, and makes this factory by its class name while {@link
 * #connecting} runs; sockets that it makes later, to cancel a statement, go to the same address.
 */
public final class PinnedSocketFactory extends SocketFactory {
  private static final ThreadLocal<@Nullable InetSocketAddress> PIN = new ThreadLocal<>();

  private final @Nullable InetSocketAddress address = PIN.get();

  /** Runs what opens a connection; the driver's sockets go to the address. */
  public static <T> T connecting(InetSocketAddress address, Callable<T> work) throws Exception {
    PIN.set(address);
    try {
      return work.call();
    } finally {
      PIN.remove();
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    InetSocketAddress pinned = address;
    if (pinned == null) {
      throw new IOException("no tested address for this connection");
    }
    return new PinnedSocket(pinned);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected();
  }

  @SuppressWarnings("AddressSelection") // the pinned socket doesn't look at it
  private Socket connected() throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(0), 0);
    return socket;
  }

  private static final class PinnedSocket extends Socket {
    private final InetSocketAddress pinned;

    PinnedSocket(InetSocketAddress pinned) {
      this.pinned = pinned;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      super.connect(pinned, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(pinned, timeout);
    }
  }
}
