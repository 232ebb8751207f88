package dev.minibaas.engines.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Callable;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that connect to one tested address, whatever address a driver asks for. A driver is told
 * the host's name, which TLS verifies, and makes this factory by its class name while {@link
 * #connecting} runs; sockets that it makes later, to cancel a statement, go to the same address.
 */
public final class PinnedSocketFactory extends SocketFactory {
  private record Pin(InetSocketAddress address, long maxAnswerBytes) {}

  private static final ThreadLocal<@Nullable Pin> PIN = new ThreadLocal<>();

  private final @Nullable Pin pin = PIN.get();

  /** Runs what opens a connection; the driver's sockets go to the address. */
  public static <T> T connecting(InetSocketAddress address, long maxAnswerBytes, Callable<T> work)
      throws Exception {
    PIN.set(new Pin(address, maxAnswerBytes));
    try {
      return work.call();
    } finally {
      PIN.remove();
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Pin known = pin;
    if (known == null) {
      throw new IOException("no tested address for this connection");
    }
    return new PinnedSocket(known.address, known.maxAnswerBytes);
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
}
