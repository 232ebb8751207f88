package dev.minibaas.engines.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** A connection to Redis, encrypted or not, whose announced lengths are held to a limit. */
public final class RespSocket extends Socket {
  private final Socket connection;
  private final InputStream in;

  /**
   * @param connection open; it is closed with this one
   */
  public RespSocket(Socket connection, long maxBytes) throws IOException {
    this.connection = connection;
    this.in = new RespAnswer(connection.getInputStream(), maxBytes);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return connection.getOutputStream();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    connection.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return connection.getSoTimeout();
  }

  @Override
  public boolean isBound() {
    return connection.isBound();
  }

  @Override
  public boolean isConnected() {
    return connection.isConnected();
  }

  @Override
  public boolean isClosed() {
    return connection.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return connection.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return connection.isOutputShutdown();
  }

  @Override
  public void close() throws IOException {
    connection.close();
    super.close();
  }
}
