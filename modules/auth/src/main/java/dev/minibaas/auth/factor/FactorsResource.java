package dev.minibaas.auth.factor;

import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.SessionAnswer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /factors}: the caller's own second factors. */
@Path("/factors")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class FactorsResource {
  private final Bearers bearers;
  private final Enrolment enrolment;
  private final Challenges challenges;
  private final FactorVerification verification;
  private final Unenrolment unenrolment;
  private final Call call;

  @Inject
  public FactorsResource(
      Bearers bearers,
      Enrolment enrolment,
      Challenges challenges,
      FactorVerification verification,
      Unenrolment unenrolment,
      Call call) {
    this.bearers = bearers;
    this.enrolment = enrolment;
    this.challenges = challenges;
    this.verification = verification;
    this.unenrolment = unenrolment;
    this.call = call;
  }

  @POST
  public String enroll(InputStream stream) {
    Bearer bearer = bearers.of(call);
    return enrolment.enroll(RequestBody.read(stream), bearer, call).toString();
  }

  @POST
  @Path("{id}/challenge")
  public String challenge(@PathParam("id") String id, InputStream stream) {
    Bearer bearer = bearers.of(call);
    return challenges.challenge(id, RequestBody.readOptional(stream), bearer, call).toString();
  }

  @POST
  @Path("{id}/verify")
  public Response verify(@PathParam("id") String id, InputStream stream) {
    Bearer bearer = bearers.of(call);
    SessionAnswer answer = verification.verify(id, RequestBody.read(stream), bearer, call);
    return Response.ok(answer.json().toString()).header("Cache-Control", "no-store").build();
  }

  @DELETE
  @Path("{id}")
  public String unenroll(@PathParam("id") String id) {
    return unenrolment.unenroll(id, bearers.of(call), call).toString();
  }
}
