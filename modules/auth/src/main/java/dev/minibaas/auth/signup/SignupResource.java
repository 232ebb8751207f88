package dev.minibaas.auth.signup;

import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.limit.Limit;
import dev.minibaas.auth.limit.RateLimits;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** {@code POST /signup}. */
@Path("/signup")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class SignupResource {
  private final Signup signup;
  private final PasswordCalls calls;
  private final Call call;
  private final ErrorContext context;
  private final Referrer referrer;
  private final Captcha captcha;
  private final RateLimits limits;

  @Inject
  public SignupResource(
      Signup signup,
      PasswordCalls calls,
      Call call,
      ErrorContext context,
      Referrer referrer,
      Captcha captcha,
      RateLimits limits) {
    this.signup = signup;
    this.calls = calls;
    this.call = call;
    this.context = context;
    this.referrer = referrer;
    this.captcha = captcha;
    this.limits = limits;
  }

  @POST
  public CompletionStage<Response> signup(InputStream stream) {
    RequestBody body = RequestBody.read(stream);
    if (SignupForm.of(body).isAnonymous()) {
      limits.ofAddress(Limit.ANONYMOUS_SIGNUP, call.origin().address());
    }
    return calls.answer(
        context,
        () -> {
          captcha.check(body, call);
          return Response.ok(signup.signup(body, call, referrer).toString()).build();
        });
  }
}
