package dev.minibaas.auth.flow;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /verify}: by the application with a code, or by a click in a mail. */
@Path("/verify")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class VerifyResource {
  private static final int SEE_OTHER = 303;

  private final Verification verification;
  private final Redirects redirects;
  private final Call call;
  private final Referrer referrer;

  @Inject
  public VerifyResource(
      Verification verification, Redirects redirects, Call call, Referrer referrer) {
    this.verification = verification;
    this.redirects = redirects;
    this.call = call;
    this.referrer = referrer;
  }

  @POST
  public Response post(InputStream stream) {
    return switch (verification.post(RequestBody.read(stream), call)) {
      case Verification.Outcome.SignedIn signedIn ->
          Response.ok(signedIn.answer().json().toString())
              .header("Cache-Control", "no-store")
              .header("sb-auth-user-id", signedIn.answer().user().id())
              .header("sb-auth-session-id", signedIn.answer().session().id())
              .build();
      case Verification.Outcome.HalfConfirmed half ->
          Response.ok(
                  JsonValues.object()
                      .add("msg", VerifyRedirect.HALF_CONFIRMED)
                      .add("code", "200")
                      .build()
                      .toString())
              .build();
      case Verification.Outcome.Code code ->
          throw new IllegalStateException("a code is never the answer to a POST");
    };
  }

  @GET
  public Response get(
      @QueryParam("token") @DefaultValue("") String token,
      @QueryParam("type") @DefaultValue("") String type) {
    Proof proof = Proof.ofLink(type, token);
    return Response.status(SEE_OTHER)
        .header("Location", location(proof, type))
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  /** Where a click leads. */
  String location(Proof proof, String type) {
    VerifyRedirect redirect = new VerifyRedirect(redirects.choose(referrer));
    boolean isPkce = proof.hash().startsWith(OneTimeCode.PKCE_PREFIX);
    try {
      return switch (verification.get(proof, call)) {
        case Verification.Outcome.SignedIn signedIn -> redirect.session(signedIn.answer(), type);
        case Verification.Outcome.Code code -> redirect.code(code.code());
        case Verification.Outcome.HalfConfirmed half -> redirect.halfConfirmed(isPkce);
      };
    } catch (AuthFailure failure) {
      return redirect.failure(failure, isPkce);
    }
  }
}
