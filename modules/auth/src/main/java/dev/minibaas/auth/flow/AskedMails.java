package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;

/**
 * Asking for a mail: recovery, magic link, another confirmation. The call only notes what is asked
 * for, the same for every address; {@link RequestedMails} does the rest.
 */
public final class AskedMails {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Seams seams;
  private final MailGaps gaps;
  private final NewAccounts accounts;
  private final Redirects redirects;
  private final MailRequests requests = new MailRequests();
  private final UserStore users = new UserStore();

  public AskedMails(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.gaps = new MailGaps(config.mailFrequency(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.redirects = new Redirects(config.siteUrl(), config.flows().allowedRedirects());
  }

  /** {@code POST /recover}. */
  public void recover(RequestBody body, Call call, Referrer referrer) {
    requireEmail(body, "Password recovery requires an email");
    String email = Email.validated(body.text("email"));
    Challenge challenge = Challenge.of(body);
    ask(
        MailRequest.plain(MailRequest.Kind.RECOVERY, email, redirects.choose(referrer), call)
            .with(challenge),
        MailGaps.RECOVERY);
  }

  /**
   * {@code POST /magiclink}, and {@code POST /otp} with an address.
   *
   * @param create whether somebody who is unknown is signed up
   */
  public void magicLink(RequestBody body, boolean create, Call call, Referrer referrer) {
    requireEmailEnabled();
    requireEmail(body, "Password recovery requires an email");
    String email = Email.validated(body.text("email"));
    Challenge challenge = Challenge.of(body);
    JsonObject data = body.objectOrNull("data");
    MailRequest request =
        MailRequest.plain(MailRequest.Kind.MAGIC_LINK, email, redirects.choose(referrer), call)
            .with(challenge)
            .with(data == null ? JsonValue.EMPTY_JSON_OBJECT : data);
    refuseUnwelcome(request, create, call);
    ask(request, MailGaps.RECOVERY);
  }

  /** {@code POST /resend} with an address. */
  void resend(String type, String address, Call call, Referrer referrer) {
    requireEmailEnabled();
    String email = Email.validated(address);
    boolean signup = type.equals("signup");
    ask(
        MailRequest.plain(
            signup ? MailRequest.Kind.SIGNUP : MailRequest.Kind.EMAIL_CHANGE,
            email,
            redirects.choose(referrer),
            call),
        signup ? MailGaps.SIGNUP : MailGaps.EMAIL_CHANGE);
  }

  private void ask(MailRequest request, String gap) {
    transactions.in(tx -> {
      gaps.refuseTooSoon(tx, request.email(), gap);
      requests.add(tx, request);
      return request;
    });
  }

  private void requireEmailEnabled() {
    if (!config.signup().emailEnabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.EMAIL_PROVIDER_DISABLED, "Email logins are disabled");
    }
  }

  private static void requireEmail(RequestBody body, String message) {
    if (body.text("email").isEmpty()) {
      throw AuthFailure.invalid(message);
    }
  }

  /** Only where the contract itself tells who is known: when the unknown can't be signed up. */
  private void refuseUnwelcome(MailRequest request, boolean create, Call call) {
    User newcomer =
        accounts.preview(
            accounts.ofEmail(request.email(), null, request.data(), request.audience()));
    Metadata.bounded(newcomer);
    boolean asks = seams.hooks().isOn(HookPoint.BEFORE_USER_CREATED);
    if (create && !config.signup().disabled() && !asks) {
      return;
    }
    Optional<User> known =
        transactions.read(tx -> users.byEmail(tx, request.email(), request.audience()));
    if (known.isPresent()) {
      return;
    }
    if (!create) {
      throw AuthFailure.unprocessable(ErrorCode.OTP_DISABLED, "Signups not allowed for otp");
    }
    if (config.signup().disabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.SIGNUP_DISABLED, "Signups not allowed for this instance");
    }
    seams.hooks().beforeUserCreated(newcomer, call.origin());
  }
}
