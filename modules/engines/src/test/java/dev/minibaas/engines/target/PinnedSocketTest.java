package dev.minibaas.engines.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class PinnedSocketTest {
  private static final int LIMIT = 1000;

  /** Answers each byte with 900, and the byte 'x' without an end. */
  private static void serve(ServerSocket server) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int asked = in.read(); asked >= 0; asked = in.read()) {
        do {
          out.write(new byte[900]);
        } while (asked == 'x');
      }
    } catch (IOException e) {
      // the client had enough
    }
  }

  @Test
  void each_request_may_have_an_answer_of_the_limit_and_no_more() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server));
      var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      try (Socket socket =
          PinnedSocketFactory.connecting(
              address, LIMIT, () -> new PinnedSocketFactory().createSocket())) {
        socket.connect(InetSocketAddress.createUnresolved("elsewhere.example", 1));
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(address);
        for (int i = 0; i < 20; i++) {
          socket.getOutputStream().write('a');
          assertThat(socket.getInputStream().readNBytes(900)).hasSize(900);
        }
        socket.getOutputStream().write('x');
        assertThatThrownBy(() -> socket.getInputStream().readNBytes(100_000))
            .isInstanceOf(AnswerTooLarge.class);
      }
    }
  }

  @Test
  void without_a_tested_address_there_is_no_socket() {
    assertThatThrownBy(() -> new PinnedSocketFactory().createSocket())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketException.class);
  }
}
