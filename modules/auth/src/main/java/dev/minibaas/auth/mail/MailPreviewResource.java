package dev.minibaas.auth.mail;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /admin/mail/{kind}}: how a mail looks, and whether one arrives. No part of GoTrue. */
@Path("/admin/mail/{kind}")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class MailPreviewResource {
  private final MailPreview preview;
  private final Call call;

  @Inject
  public MailPreviewResource(MailPreview preview, Call call) {
    this.preview = preview;
    this.call = call;
  }

  @GET
  public String show(
      @PathParam("kind") String kind, @QueryParam("language") @DefaultValue("") String language) {
    MailTemplates.Rendered mail = preview.show(call, kind, language);
    return JsonValues.object()
        .add("subject", mail.subject())
        .add("text", mail.text())
        .add("html", mail.html())
        .build()
        .toString();
  }

  @POST
  public Response send(@PathParam("kind") String kind, InputStream body) {
    return Response.accepted(
            JsonValues.object()
                .add("message_id", preview.send(call, kind, RequestBody.read(body)).toString())
                .build()
                .toString())
        .build();
  }
}
