package dev.minibaas.platform.caller;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * How a service answers an invalid token in its wire format. A service that speaks another one than
 * the platform's envelope has a bean of this type.
 */
@FunctionalInterface
public interface Rejection {
  void reject(InvalidToken token, HttpServletRequest request, HttpServletResponse response)
      throws IOException;
}
