package dev.minibaas.auth.flow;

import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/**
 * {@code POST /otp}, {@code /magiclink}, {@code /recover} and {@code /resend}: {@code {}}, whoever
 * it is about.
 */
@Path("/")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class MailAskingResource {
  private static final String DONE = "{}";

  private final AskedMails mails;
  private final PhoneCodes phones;
  private final Captcha captcha;
  private final Call call;
  private final Referrer referrer;

  @Inject
  public MailAskingResource(
      AskedMails mails, PhoneCodes phones, Captcha captcha, Call call, Referrer referrer) {
    this.mails = mails;
    this.phones = phones;
    this.captcha = captcha;
    this.call = call;
    this.referrer = referrer;
  }

  @POST
  @Path("otp")
  public String otp(InputStream stream) {
    RequestBody body = read(stream);
    boolean create = !body.has("create_user") || body.flag("create_user");
    String email = body.text("email");
    String phone = body.text("phone");
    if (!email.isEmpty() && !phone.isEmpty()) {
      throw AuthFailure.invalid("Only an email address or phone number should be provided");
    }
    if (!email.isEmpty()) {
      if (!body.text("channel").isEmpty()) {
        throw AuthFailure.invalid("Channel should only be specified with Phone OTP");
      }
      mails.magicLink(body, create, call, referrer);
    } else if (!phone.isEmpty()) {
      phones.signIn(body, create, call);
    } else {
      throw AuthFailure.invalid("One of email or phone must be set");
    }
    return DONE;
  }

  @POST
  @Path("magiclink")
  public String magicLink(InputStream stream) {
    mails.magicLink(read(stream), true, call, referrer);
    return DONE;
  }

  @POST
  @Path("recover")
  public String recover(InputStream stream) {
    mails.recover(read(stream), call, referrer);
    return DONE;
  }

  @POST
  @Path("resend")
  public String resend(InputStream stream) {
    new Resend(mails, phones).resend(read(stream), call, referrer);
    return DONE;
  }

  private RequestBody read(InputStream stream) {
    RequestBody body = RequestBody.read(stream);
    captcha.check(body, call);
    return body;
  }
}
