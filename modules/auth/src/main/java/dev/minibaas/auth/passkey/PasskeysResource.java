package dev.minibaas.auth.passkey;

import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.SessionAnswer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /passkeys}: all of it 404 {@code passkey_disabled} unless switched on. */
@Path("/passkeys")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class PasskeysResource {
  private final Bearers bearers;
  private final Passkeys passkeys;
  private final PasskeyRegistration registration;
  private final PasskeySignIn signIn;
  private final Captcha captcha;
  private final Call call;

  @Inject
  public PasskeysResource(
      Bearers bearers,
      Passkeys passkeys,
      PasskeyRegistration registration,
      PasskeySignIn signIn,
      Captcha captcha,
      Call call) {
    this.bearers = bearers;
    this.passkeys = passkeys;
    this.registration = registration;
    this.signIn = signIn;
    this.captcha = captcha;
    this.call = call;
  }

  @POST
  @Path("registration/options")
  public String registrationOptions() {
    return registration.options(bearer()).toString();
  }

  @POST
  @Path("registration/verify")
  public String register(InputStream stream) {
    Bearer bearer = bearer();
    return registration.verify(RequestBody.read(stream), bearer, call).toString();
  }

  @POST
  @Path("authentication/options")
  public String signInOptions(InputStream stream) {
    passkeys.refuseDisabled();
    captcha.check(RequestBody.readOptional(stream), call);
    return signIn.options().toString();
  }

  @POST
  @Path("authentication/verify")
  public Response signIn(InputStream stream) {
    passkeys.refuseDisabled();
    SessionAnswer answer = signIn.verify(RequestBody.read(stream), call);
    return Response.ok(answer.json().toString()).header("Cache-Control", "no-store").build();
  }

  @GET
  public String list() {
    return passkeys.list(bearer().user()).toString();
  }

  @PATCH
  @Path("{id}")
  public String rename(@PathParam("id") String id, InputStream stream) {
    Bearer bearer = bearer();
    return passkeys.rename(id, RequestBody.read(stream), bearer, call).toString();
  }

  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    passkeys.remove(id, bearer(), call);
  }

  private Bearer bearer() {
    passkeys.refuseDisabled();
    return bearers.of(call);
  }
}
