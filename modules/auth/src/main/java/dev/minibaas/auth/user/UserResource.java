package dev.minibaas.auth.user;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Bearers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** {@code /user}: the caller itself. */
@Path("/user")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
  private final Bearers bearers;
  private final UserUpdate update;
  private final PasswordCalls calls;
  private final Call call;
  private final ErrorContext context;
  private final Referrer referrer;

  @Inject
  public UserResource(
      Bearers bearers,
      UserUpdate update,
      PasswordCalls calls,
      Call call,
      ErrorContext context,
      Referrer referrer) {
    this.bearers = bearers;
    this.update = update;
    this.calls = calls;
    this.call = call;
    this.context = context;
    this.referrer = referrer;
  }

  @GET
  public String get() {
    Bearer bearer = bearers.of(call);
    if (!bearer.user().audience().equals(call.audience())) {
      throw AuthFailure.invalid("Token audience doesn't match request audience");
    }
    return bearer.user().json().toString();
  }

  @PUT
  public CompletionStage<Response> put(InputStream stream) {
    Bearer bearer = bearers.of(call);
    RequestBody body = RequestBody.read(stream);
    return calls.answer(
        context,
        () -> Response.ok(update.update(body, bearer, call, referrer).json().toString()).build());
  }
}
