package dev.minibaas.platform.web;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The outermost filter of a service: gives the request its id, measures it, and answers what nobody
 * inside caught, without telling the cause.
 */
public class RequestFilter implements Filter {
  private static final Logger LOG = Log.of(RequestFilter.class);

  @Inject private RequestMetrics metrics;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      filter(http, answer, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    long start = System.nanoTime();
    String id = RequestIds.orFresh(request.getHeader(RequestIds.HEADER));
    RequestIds.begin(id);
    ClientWatch.serving(request);
    try {
      response.setHeader(RequestIds.HEADER, id);
      chain.doFilter(request, response);
    } catch (IOException e) {
      // the client went away, or its body broke off: there is nobody to tell
      LOG.log(Level.FINE, "the connection broke", e);
      throw e;
    } catch (ServletException | RuntimeException e) {
      LOG.log(Level.SEVERE, "unhandled failure", e);
      Envelope.send(new ApiError(ErrorCode.INTERNAL_ERROR, "internal error"), request, response);
    } finally {
      recordWhenDone(request, response, start);
      ClientWatch.served();
      RequestIds.end();
    }
  }

  private void recordWhenDone(
      HttpServletRequest request, HttpServletResponse response, long start) {
    if (request.isAsyncStarted()) {
      request
          .getAsyncContext()
          .addListener(
              new OnCompletion(
                  () -> metrics.record(request, response.getStatus(), System.nanoTime() - start)));
    } else {
      metrics.record(request, response.getStatus(), System.nanoTime() - start);
    }
  }

  /** Runs once, when an answer that another thread gives is finished. */
  private record OnCompletion(Runnable work) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      work.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // completion follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // completion follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
