package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.Rejection;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses an invalid token in PostgREST's form, before the database is touched. */
@Dependent
class RestRejection implements Rejection {
  private final RestModule module;

  @Inject
  RestRejection(RestModule module) {
    this.module = module;
  }

  @Override
  public void reject(InvalidToken token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer =
        module.engine().rejected(Exchange.head(request), token, request.getHeader("Authorization"));
    Exchange.write(answer, request, response);
  }
}
