package dev.minibaas.platform.caller;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes the caller injectable, as {@code Caller} and as the standard {@code JsonWebToken}. */
@Dependent
public class CallerProducer {

  @Produces
  @Dependent
  @Typed({Caller.class, JsonWebToken.class})
  public Caller caller(HttpServletRequest request) {
    return Caller.of(request);
  }
}
