package dev.minibaas.auth.admin;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.mail.ActionLinks;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/generate_link}: what would be mailed, for an administrator to hand over. */
public final class GeneratedLink {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Seams seams;
  private final OneTimeTokens tokens;
  private final NewAccounts accounts;
  private final Redirects redirects;
  private final ActionLinks links;
  private final UserStore users = new UserStore();

  public GeneratedLink(
      AuthConfig config, Transactions transactions, Passwords passwords, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
    this.seams = seams;
    this.tokens = new OneTimeTokens(config.otpLength(), config.mailFrequency(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.redirects = new Redirects(config.siteUrl(), config.flows().allowedRedirects());
    this.links = new ActionLinks(config.externalUrl());
  }

  private enum Type {
    SIGNUP("signup"),
    INVITE("invite"),
    MAGICLINK("magiclink"),
    RECOVERY("recovery"),
    EMAIL_CHANGE_CURRENT("email_change"),
    EMAIL_CHANGE_NEW("email_change");

    private final String action;

    Type(String action) {
      this.action = action;
    }

    static Type of(String text) {
      return switch (text) {
        case "signup" -> SIGNUP;
        case "invite" -> INVITE;
        case "magiclink" -> MAGICLINK;
        case "recovery" -> RECOVERY;
        case "email_change_current" -> EMAIL_CHANGE_CURRENT;
        case "email_change_new" -> EMAIL_CHANGE_NEW;
        default -> throw AuthFailure.invalid("Invalid email action link type requested");
      };
    }
  }

  /** What is asked for, found valid. */
  private record Wish(
      Type type,
      String email,
      String newEmail,
      @Nullable NewUser newcomer,
      JsonObject data,
      String redirect) {}

  JsonObject generate(RequestBody body, Call call, Referrer referrer) {
    call.requireAdmin(config.jwt());
    Wish wish = wish(body, call, referrer);
    NewUser newcomer = wish.newcomer();
    if (newcomer != null) {
      Metadata.bounded(accounts.preview(newcomer));
      seams.hooks().beforeUserCreated(accounts.preview(newcomer), call.origin());
    }
    JsonObject answer = transactions.in(tx -> generate(tx, wish, call));
    if (newcomer != null) {
      seams.hooks().afterUserCreated(accounts.preview(newcomer), call.origin());
    }
    return answer;
  }

  private Wish wish(RequestBody body, Call call, Referrer referrer) {
    Type asked = Type.of(body.text("type"));
    String email = Email.validated(body.text("email"));
    JsonObject data = body.objectOrNull("data");
    JsonObject said = data == null ? JsonValue.EMPTY_JSON_OBJECT : data;
    String wished = body.text("redirect_to");
    String redirect =
        redirects.choose(redirects.isAllowed(wished) ? new Referrer(wished, "") : referrer);
    Optional<User> known = transactions.read(tx -> users.byEmail(tx, email, call.audience()));
    boolean unknownLink = asked == Type.MAGICLINK && known.isEmpty();
    Type type = unknownLink ? Type.SIGNUP : asked;
    if (known.isPresent()) {
      return new Wish(type, email, newEmail(type, body), null, said, redirect);
    }
    String hash =
        switch (type) {
          case SIGNUP -> unknownLink ? null : hash(body.text("password"));
          case INVITE -> null;
          default ->
              throw AuthFailure.notFound(
                  ErrorCode.USER_NOT_FOUND, "User with this email not found");
        };
    NewUser newcomer = accounts.ofEmail(email, hash, said, call.audience());
    return new Wish(type, email, "", newcomer, said, redirect);
  }

  private String newEmail(Type type, RequestBody body) {
    if (type == Type.EMAIL_CHANGE_CURRENT && !config.flows().secureEmailChange()) {
      throw AuthFailure.invalid("Enable secure email change to generate link for current email");
    }
    boolean change = type == Type.EMAIL_CHANGE_CURRENT || type == Type.EMAIL_CHANGE_NEW;
    return change ? Email.validated(body.text("new_email")) : "";
  }

  private String hash(String password) {
    if (password.isEmpty()) {
      throw AuthFailure.invalid("Signup requires a valid password");
    }
    policy.check(password);
    return passwords.hash(password);
  }

  private JsonObject generate(Tx tx, Wish wish, Call call) {
    NewUser newcomer = wish.newcomer();
    if (newcomer != null && !accounts.insert(tx, newcomer)) {
      throw Invitation.taken();
    }
    User user =
        users
            .byEmail(tx, wish.email(), call.audience())
            .flatMap(found -> users.lock(tx, found.id()))
            .orElseThrow(() ->
                AuthFailure.notFound(ErrorCode.USER_NOT_FOUND, "User with this email not found"));
    OneTimeCode code = code(tx, wish, user, call);
    return answer(users.existing(tx, user.id()), wish, code);
  }

  private OneTimeCode code(Tx tx, Wish wish, User user, Call call) {
    return switch (wish.type()) {
      case SIGNUP -> {
        Invitation.unconfirmed(user);
        if (wish.newcomer() == null) {
          users.mergeUserMetadata(tx, user.id(), wish.data());
          Metadata.bounded(users.existing(tx, user.id()));
        }
        yield issue(tx, user, OneTimeTokenType.CONFIRMATION_TOKEN, user.email());
      }
      case INVITE -> {
        Invitation.unconfirmed(user);
        Invitation.record(tx, seams, user, call);
        users.invited(tx, user.id());
        yield issue(tx, user, OneTimeTokenType.CONFIRMATION_TOKEN, user.email());
      }
      case MAGICLINK, RECOVERY -> {
        seams.audit().record(tx, Action.USER_RECOVERY_REQUESTED, user, call.origin());
        yield issue(tx, user, OneTimeTokenType.RECOVERY_TOKEN, user.email());
      }
      case EMAIL_CHANGE_CURRENT -> {
        askChange(tx, wish, user, call);
        yield issue(tx, user, OneTimeTokenType.EMAIL_CHANGE_TOKEN_CURRENT, user.email());
      }
      case EMAIL_CHANGE_NEW -> {
        askChange(tx, wish, user, call);
        yield issue(tx, user, OneTimeTokenType.EMAIL_CHANGE_TOKEN_NEW, wish.newEmail());
      }
    };
  }

  private void askChange(Tx tx, Wish wish, User user, Call call) {
    Optional<User> owner = users.byEmail(tx, wish.newEmail(), call.audience());
    if (owner.filter(other -> !other.id().equals(user.id())).isPresent()) {
      throw Invitation.taken();
    }
    // the link to the other mailbox may have been made before: it stays good for the same address
    if (!wish.newEmail().equals(user.newEmail())) {
      tokens.forget(tx, user.id(), OneTimeTokenType.EMAIL_CHANGE_TOKEN_CURRENT);
      tokens.forget(tx, user.id(), OneTimeTokenType.EMAIL_CHANGE_TOKEN_NEW);
    }
    users.askEmailChange(tx, user.id(), wish.newEmail());
  }

  private OneTimeCode issue(Tx tx, User user, OneTimeTokenType type, String address) {
    return tokens.issue(tx, user.id(), type, address, false);
  }

  private JsonObject answer(User user, Wish wish, OneTimeCode code) {
    return JsonValues.object(user.json())
        .add("action_link", links.verify(wish.type().action, code.hash(), wish.redirect()))
        .add("email_otp", code.code())
        .add("hashed_token", code.hash())
        .add("verification_type", wish.type().name().toLowerCase(java.util.Locale.ROOT))
        .add("redirect_to", wish.redirect())
        .build();
  }
}
