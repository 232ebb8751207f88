package dev.minibaas.edge.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body's length nobody knows beforehand: it is counted while the service reads.
 *
 * <p>When it outgrows the limit the client gets its answer at once, the service an exception, and
 * whatever the service makes of that exception goes nowhere.
 */
public final class BoundedRequest extends HttpServletRequestWrapper {
  private final SealableResponse response;
  private final long limit;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;

  /**
   * @param response of the same exchange, given to the service beside this
   */
  public BoundedRequest(HttpServletRequest request, SealableResponse response, long limit) {
    super(request);
    this.response = response;
    this.limit = limit;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (stream == null) {
      stream = new BoundedStream(super.getInputStream(), limit, response::seal);
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (reader == null) {
      reader = new BufferedReader(new InputStreamReader(getInputStream(), charset()));
    }
    return reader;
  }

  private Charset charset() {
    String encoding = getCharacterEncoding();
    return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
  }

  /** The container would hand its own request to the asynchronous part, uncounted. */
  @Override
  public AsyncContext startAsync() {
    return super.startAsync(this, response);
  }
}
