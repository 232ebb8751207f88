package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;

/** {@code /permissions/check}, also without the doubled word: may the caller do this? */
@Path("/{doubled: (permissions/)?}check")
@Dependent
@Produces(Envelope.JSON)
public class CheckResource {
  static final int MAX_BODY = 16 * 1024;

  private final Decisions decisions;
  private final PermissionsConfig config;
  private final Caller caller;
  private final HttpServletRequest request;

  @Inject
  public CheckResource(
      Decisions decisions, PermissionsConfig config, Caller caller, HttpServletRequest request) {
    this.decisions = decisions;
    this.config = config;
    this.caller = caller;
    this.request = request;
  }

  @POST
  public String check(InputStream body) {
    Question question = Question.of(JsonBody.read(body, MAX_BODY), caller, address());
    return Envelope.success(decisions.decide(question)).toString();
  }

  private String address() {
    String told =
        config.addressHeader().isEmpty() ? null : request.getHeader(config.addressHeader());
    return told == null ? request.getRemoteAddr() : told.strip();
  }
}
