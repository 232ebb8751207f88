package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.Rejection;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says 401 as realtime's clients expect it. */
@Dependent
class TokenRefusal implements Rejection {
  @Override
  public void reject(InvalidToken token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonAnswer.send(
        response, HttpServletResponse.SC_UNAUTHORIZED, String.valueOf(token.getMessage()));
  }
}
