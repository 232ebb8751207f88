package dev.minibaas.auth.admin;

import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** {@code /admin/users}. */
@Path("/admin/users")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AdminUsersResource {
  private final AdminUsers users;
  private final PasswordCalls calls;
  private final Call call;
  private final ErrorContext context;

  @Inject
  public AdminUsersResource(
      AdminUsers users, PasswordCalls calls, Call call, ErrorContext context) {
    this.users = users;
    this.calls = calls;
    this.call = call;
    this.context = context;
  }

  @GET
  public Response list(
      @QueryParam("page") @DefaultValue("") String page,
      @QueryParam("per_page") @DefaultValue("") String perPage,
      @QueryParam("filter") @DefaultValue("") String filter,
      @QueryParam("sort") @DefaultValue("") String sort) {
    users.check(call);
    UserPage found = users.list(call, PageRequest.of(page, perPage, filter, sort));
    return Response.ok(found.json())
        .header("X-Total-Count", found.total())
        .header("Link", found.links("/admin/users"))
        .build();
  }

  @POST
  public CompletionStage<Response> create(InputStream stream) {
    users.check(call);
    RequestBody body = RequestBody.read(stream);
    return calls.answer(
        context, () -> Response.ok(users.create(call, body).json().toString()).build());
  }

  @GET
  @Path("{id}")
  public String get(@PathParam("id") String id) {
    return users.get(call, id).json().toString();
  }

  @PUT
  @Path("{id}")
  public CompletionStage<Response> update(@PathParam("id") String id, InputStream stream) {
    users.check(call);
    RequestBody body = RequestBody.read(stream);
    return calls.answer(
        context, () -> Response.ok(users.update(call, id, body).json().toString()).build());
  }

  @DELETE
  @Path("{id}")
  public String delete(@PathParam("id") String id, InputStream body) {
    users.check(call);
    users.delete(call, id, RequestBody.readOptional(body));
    return "{}";
  }
}
