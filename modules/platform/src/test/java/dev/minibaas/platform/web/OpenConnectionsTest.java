package dev.minibaas.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.web.ClientWatch.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpenConnectionsTest {
  private static final Client CLIENT = new Client(0x1F40, 0xC350);

  @Test
  void a_peer_that_closed_its_end_or_is_not_listed_is_gone() {
    String established = "0: 0100007F:1F40 0100007F:C350 01 00000000:00000000 00:00000000";
    String closed = established.replace(" 01 ", " 08 ");
    String other = established.replace("C350", "C351");

    assertThat(OpenConnections.of(List.of(established)).isGone(CLIENT)).isFalse();
    assertThat(OpenConnections.of(List.of(closed)).isGone(CLIENT)).isTrue();
    assertThat(OpenConnections.of(List.of(other)).isGone(CLIENT)).isTrue();
  }

  @Test
  void of_two_peers_with_the_same_ports_one_that_waits_is_enough() {
    String closed = "0: 0100007F:1F40 0100007F:C350 08 00000000:00000000 00:00000000";
    String waiting = "1: 0100007F:1F40 0200007F:C350 01 00000000:00000000 00:00000000";

    assertThat(OpenConnections.of(List.of(closed, waiting)).isGone(CLIENT)).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void the_systems_own_list_is_understood() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket peer = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      Client client = new Client(accepted.getLocalPort(), accepted.getPort());

      assertThat(OpenConnections.read().isGone(client)).isFalse();
      peer.close();
      assertThat(OpenConnections.read().isGone(client)).isTrue();
    }
  }
}
