package dev.minibaas.edge.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response as its service sees it: the gateway's headers are set already, and survive a reset.
 *
 * <p>They are written before the service runs, not when it is done, so that streamed and
 * asynchronous responses need no hook at commit.
 */
public class GatewayResponse extends HttpServletResponseWrapper {
  private final ResponseRules rules;
  private final Consumer<HttpServletResponse> headers;

  /** Bit i: the service has replaced default i, so that further values are added to its own. */
  private long replaced;

  /**
   * @param headers writes the gateway's headers
   */
  public GatewayResponse(
      HttpServletResponse response, ResponseRules rules, Consumer<HttpServletResponse> headers) {
    super(response);
    this.rules = rules;
    this.headers = headers;
  }

  HttpServletResponse client() {
    return (HttpServletResponse) getResponse();
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    int meaning = rules.meaning(name);
    if (meaning == ResponseRules.FREE) {
      client().setHeader(name, value);
    } else if (meaning >= ResponseRules.DEFAULT) {
      replaced |= 1L << meaning;
      client().setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    int meaning = rules.meaning(name);
    if (meaning == ResponseRules.FREE) {
      client().addHeader(name, value);
    } else if (meaning >= ResponseRules.DEFAULT) {
      if ((replaced & (1L << meaning)) == 0) {
        setHeader(name, value);
      } else {
        client().addHeader(name, value);
      }
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public void setDateHeader(String name, long date) {
    if (rules.meaning(name) != ResponseRules.OWNED) {
      client().setDateHeader(name, date);
    }
  }

  @Override
  public void addDateHeader(String name, long date) {
    if (rules.meaning(name) != ResponseRules.OWNED) {
      client().addDateHeader(name, date);
    }
  }

  @Override
  public void reset() {
    client().reset();
    replaced = 0;
    headers.accept(client());
  }
}
