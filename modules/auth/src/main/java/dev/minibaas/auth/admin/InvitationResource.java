package dev.minibaas.auth.admin;

import dev.minibaas.auth.error.ErrorContext;
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

/** {@code POST /invite} and {@code POST /admin/generate_link}. */
@Path("/")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class InvitationResource {
  private final Invitation invitation;
  private final GeneratedLink link;
  private final PasswordCalls calls;
  private final Call call;
  private final ErrorContext context;
  private final Referrer referrer;

  @Inject
  public InvitationResource(
      Invitation invitation,
      GeneratedLink link,
      PasswordCalls calls,
      Call call,
      ErrorContext context,
      Referrer referrer) {
    this.invitation = invitation;
    this.link = link;
    this.calls = calls;
    this.call = call;
    this.context = context;
    this.referrer = referrer;
  }

  @POST
  @Path("invite")
  public String invite(InputStream stream) {
    return invitation.invite(RequestBody.read(stream), call, referrer).json().toString();
  }

  @POST
  @Path("admin/generate_link")
  public CompletionStage<Response> generate(InputStream stream) {
    RequestBody body = RequestBody.read(stream);
    return calls.answer(
        context, () -> Response.ok(link.generate(body, call, referrer).toString()).build());
  }
}
