package dev.minibaas.auth.error;

import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.Rejection;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** GoTrue's answer to a token that can't be trusted: 403 {@code bad_jwt}. */
@Dependent
public class BadJwt implements Rejection {

  @Override
  public void reject(InvalidToken token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorAnswer answer =
        ErrorAnswer.of(
            AuthFailure.forbidden(
                ErrorCode.BAD_JWT,
                "invalid JWT: unable to parse or verify signature, " + token.getMessage()),
            ErrorContext.of(request));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
