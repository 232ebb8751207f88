package dev.minibaas.edge.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response that the gateway can take away from its service, to answer itself. */
public final class SealableResponse extends GatewayResponse {
  private final Answer answer;
  private final String method;
  private final String requestId;
  private boolean sealed;

  /**
   * @param answer what the client gets when it is sealed
   */
  public SealableResponse(
      HttpServletResponse response,
      ResponseRules rules,
      Consumer<HttpServletResponse> headers,
      Answer answer,
      String method,
      String requestId) {
    super(response, rules, headers);
    this.answer = answer;
    this.method = method;
    this.requestId = requestId;
  }

  /** Whether the gateway has answered. */
  public boolean isSealed() {
    return sealed;
  }

  /** Answers instead of the service; a response under way is cut off where it is. */
  void seal() throws IOException {
    if (sealed) {
      return;
    }
    if (!client().isCommitted()) {
      reset();
      answer.send(client(), method, requestId);
      client().flushBuffer();
    }
    sealed = true;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return sealed ? new Nowhere() : new Guarded(super.getOutputStream());
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return sealed
        ? new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
        : super.getWriter();
  }

  @Override
  public boolean isCommitted() {
    return sealed || super.isCommitted();
  }

  @Override
  public void setStatus(int status) {
    if (!sealed) {
      super.setStatus(status);
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    if (!sealed) {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (!sealed) {
      super.sendError(status, message);
    }
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    if (!sealed) {
      super.sendRedirect(location);
    }
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (!sealed) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (!sealed) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void addCookie(Cookie cookie) {
    if (!sealed) {
      super.addCookie(cookie);
    }
  }

  @Override
  public void reset() {
    if (!sealed) {
      super.reset();
    }
  }

  @Override
  public void resetBuffer() {
    if (!sealed) {
      super.resetBuffer();
    }
  }

  /** The service's stream; what it writes after the seal is dropped. */
  private final class Guarded extends ServletOutputStream {
    private final ServletOutputStream body;

    Guarded(ServletOutputStream body) {
      this.body = body;
    }

    @Override
    public void write(int b) throws IOException {
      if (!sealed) {
        body.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!sealed) {
        body.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      body.flush();
    }

    @Override
    public void close() throws IOException {
      body.close();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      body.setWriteListener(listener);
    }
  }

  /** A stream for a service that asks for one after the seal. */
  private static final class Nowhere extends ServletOutputStream {
    @Override
    public void write(int b) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("the gateway has answered already");
    }
  }
}
