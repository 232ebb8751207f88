package dev.minibaas.auth.session;

import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.external.IdTokenGrant;
import dev.minibaas.auth.off.SwitchedOff;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.pkce.PkceGrant;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code POST /token}: a session for a proof of identity, by {@code grant_type}. */
@Path("/token")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {
  private final PasswordGrant passwordGrant;
  private final RefreshGrant refreshGrant;
  private final PkceGrant pkceGrant;
  private final Captcha captcha;
  private final IdTokenGrant idTokenGrant;
  private final PasswordCalls calls;
  private final Call call;
  private final ErrorContext context;

  @Inject
  public TokenResource(
      PasswordGrant passwordGrant,
      RefreshGrant refreshGrant,
      PkceGrant pkceGrant,
      Captcha captcha,
      IdTokenGrant idTokenGrant,
      PasswordCalls calls,
      Call call,
      ErrorContext context) {
    this.passwordGrant = passwordGrant;
    this.refreshGrant = refreshGrant;
    this.pkceGrant = pkceGrant;
    this.captcha = captcha;
    this.idTokenGrant = idTokenGrant;
    this.calls = calls;
    this.call = call;
    this.context = context;
  }

  @POST
  public CompletionStage<Response> token(
      @QueryParam("grant_type") @DefaultValue("") String grantType, InputStream stream) {
    return switch (grantType) {
      case "password" -> {
        RequestBody body = RequestBody.read(stream);
        yield calls.answer(
            context,
            () -> {
              captcha.check(body, call);
              return answer(passwordGrant.login(body, call));
            });
      }
      case "refresh_token" ->
          CompletableFuture.completedStage(
              answer(refreshGrant.refresh(RequestBody.read(stream), call)));
      case "pkce" -> {
        PkceGrant.Granted granted = pkceGrant.exchange(RequestBody.read(stream), call);
        yield CompletableFuture.completedStage(answer(granted.answer(), granted.json()));
      }
      case "id_token" ->
          CompletableFuture.completedStage(
              answer(idTokenGrant.login(RequestBody.read(stream), call)));
      case "web3" ->
          CompletableFuture.completedStage(answer(SwitchedOff.web3(RequestBody.read(stream))));
      default ->
          throw AuthFailure.badRequest(ErrorCode.INVALID_CREDENTIALS, "unsupported_grant_type");
    };
  }

  private static Response answer(SessionAnswer answer) {
    return answer(answer, answer.json());
  }

  private static Response answer(SessionAnswer answer, JsonObject json) {
    Response.ResponseBuilder response =
        Response.ok(json.toString()).header("Cache-Control", "no-store");
    answer.headers().forEach(response::header);
    return response.build();
  }
}
