package dev.minibaas.auth.flow;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import java.util.Set;

/** {@code POST /resend}: the same again, to an address or a number. */
public final class Resend {
  private static final Set<String> TYPES = Set.of("signup", "email_change", "sms", "phone_change");

  private final AskedMails mails;
  private final PhoneCodes phones;

  public Resend(AskedMails mails, PhoneCodes phones) {
    this.mails = mails;
    this.phones = phones;
  }

  public void resend(RequestBody body, Call call, Referrer referrer) {
    String type = body.text("type");
    String email = body.text("email");
    String phone = body.text("phone");
    if (!TYPES.contains(type)) {
      throw AuthFailure.invalid(
          "Missing one of these types: signup, email_change, sms, phone_change");
    }
    if (!email.isEmpty() && !phone.isEmpty()) {
      throw AuthFailure.invalid("Only an email address or phone number should be provided.");
    }
    boolean byMail = type.equals("signup") || type.equals("email_change");
    if (byMail && email.isEmpty()) {
      throw AuthFailure.invalid("Type provided requires an email address");
    }
    if (!byMail && phone.isEmpty()) {
      throw AuthFailure.invalid("Type provided requires a phone number");
    }
    if (byMail) {
      mails.resend(type, email, call, referrer);
    } else {
      phones.resend(type, phone, call);
    }
  }
}
