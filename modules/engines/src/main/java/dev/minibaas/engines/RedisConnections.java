package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.Endpoint;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.PinnedSocket;
import dev.minibaas.engines.target.RespSocket;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.engines.target.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Connections to Redis whose socket goes to the tested address. */
record RedisConnections(Targets targets, Server server, Limits limits)
    implements Pool.Source<Jedis> {

  @Override
  public Jedis open() {
    Jedis jedis = null;
    try {
      jedis = new Jedis(new Sockets(targets, server, limits), configuration());
      jedis.connect();
      return jedis;
    } catch (InvalidTarget e) {
      throw new EngineFailure(Reason.REFUSED_TARGET, Opening.message(e), e);
    } catch (JedisException e) {
      if (jedis != null) {
        close(jedis);
      }
      throw Jdbc.failure(
          e instanceof JedisDataException ? Reason.LOGIN_REFUSED : Reason.UNREACHABLE, e);
    }
  }

  private DefaultJedisClientConfig configuration() {
    DefaultJedisClientConfig.Builder configuration =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(limits.timeoutMillis())
            .socketTimeoutMillis(limits.timeoutMillis())
            .database(server.database().isEmpty() ? 0 : Integer.parseInt(server.database()))
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .resp2();
    if (server.user() != null) {
      configuration.user(server.user());
    }
    if (server.password() != null) {
      configuration.password(server.password());
    }
    return configuration.build();
  }

  @Override
  public boolean isAlive(Jedis connection) {
    try {
      return "PONG".equals(connection.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  @Override
  public void close(Jedis connection) {
    try {
      connection.disconnect();
    } catch (JedisException e) {
      // it is broken, which may be why it is closed
    }
  }

  private record Sockets(Targets targets, Server server, Limits limits)
      implements JedisSocketFactory {
    /** The socket knows where to go. */
    private static final InetSocketAddress UNUSED = InetSocketAddress.createUnresolved("redis", 1);

    @Override
    public Socket createSocket() {
      Endpoint endpoint = server.endpoint();
      Socket socket = new PinnedSocket(targets.address(endpoint), limits.wireBytes());
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(limits.timeoutMillis());
        socket.connect(UNUSED, limits.timeoutMillis());
        return new RespSocket(
            server.tls() == Tls.VERIFY_FULL ? encrypted(socket, endpoint) : socket,
            limits.wireBytes());
      } catch (IOException e) {
        closeQuietly(socket);
        throw new JedisConnectionException("can't connect", e);
      } catch (RuntimeException e) {
        closeQuietly(socket);
        throw e;
      }
    }

    private static Socket encrypted(Socket socket, Endpoint endpoint) throws IOException {
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket encrypted =
          (SSLSocket) factory.createSocket(socket, endpoint.host(), endpoint.port(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      return encrypted;
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // there is nothing left to close
      }
    }
  }
}
