package dev.minibaas.auth.factor;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Phone;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.List;

/** {@code POST /factors}: a new factor, which counts once it has been proved. */
public final class Enrolment {
  private static final int MAX_NAME = 255;

  private final FactorConfig config;
  private final String siteUrl;
  private final Transactions transactions;
  private final FactorStore factors = new FactorStore();
  private final Audit audit = new Audit();

  /**
   * @param siteUrl whose host stands for the issuer that a client doesn't name
   */
  public Enrolment(FactorConfig config, String siteUrl, Transactions transactions) {
    this.config = config;
    this.siteUrl = siteUrl;
    this.transactions = transactions;
  }

  JsonObject enroll(RequestBody body, Bearer bearer, Call call) {
    Holder holder = Holder.of(bearer);
    FactorType type = type(body.text("factor_type"));
    FactorEntity factor = new FactorEntity(holder.id(), type, limited(body, "friendly_name"));
    JsonObjectBuilder answer =
        JsonValues.object()
            .add("id", factor.id().toString())
            .add("type", type.label())
            .add("friendly_name", body.text("friendly_name"));
    switch (type) {
      case TOTP -> answer.add("totp", totp(factor, holder.user(), limited(body, "issuer")));
      case PHONE -> answer.add("phone", phone(factor, body.text("phone")));
      case WEBAUTHN -> {
        // what there is to know comes with the answer to its first challenge
      }
    }
    try {
      transactions.in(tx -> {
        add(tx, factor, holder, call);
        return factor;
      });
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate()
          ? nameTaken(body.text("friendly_name")).because(failure)
          : failure;
    }
    return answer.build();
  }

  private FactorType type(String text) {
    return switch (text) {
      case "totp" -> enabled(FactorType.TOTP, config.totp(), ErrorCode.MFA_TOTP_ENROLL_NOT_ENABLED);
      case "phone" ->
          enabled(FactorType.PHONE, config.phone(), ErrorCode.MFA_PHONE_ENROLL_NOT_ENABLED);
      case "webauthn" ->
          enabled(
              FactorType.WEBAUTHN, config.webAuthn(), ErrorCode.MFA_WEBAUTHN_ENROLL_NOT_ENABLED);
      default -> throw AuthFailure.invalid("factor_type needs to be totp, phone, or webauthn");
    };
  }

  private static FactorType enabled(FactorType type, FactorConfig.Kind kind, ErrorCode code) {
    if (!kind.enroll()) {
      throw AuthFailure.unprocessable(code, "MFA enroll is disabled for " + type.label());
    }
    return type;
  }

  private JsonObject totp(FactorEntity factor, User user, String wishedIssuer) {
    String issuer = wishedIssuer.isEmpty() ? siteHost() : wishedIssuer;
    String account = user.email().isEmpty() ? user.phone() : user.email();
    String secret = Totp.newSecret();
    factor.setSecret(secret);
    String uri = Totp.uri(secret, issuer, account);
    return JsonValues.object()
        .add("qr_code", QrCode.svg(uri))
        .add("secret", secret)
        .add("uri", uri)
        .build();
  }

  private String siteHost() {
    String authority = URI.create(siteUrl).getAuthority();
    return authority == null ? siteUrl : authority;
  }

  private static String phone(FactorEntity factor, String wished) {
    if (wished.isEmpty()) {
      throw AuthFailure.invalid("Phone number required to enroll Phone factor");
    }
    factor.setPhone(Phone.validated(wished));
    return wished;
  }

  private void add(Tx tx, FactorEntity factor, Holder holder, Call call) {
    factors.lockUser(tx, holder.id());
    factors.deleteStale(tx, holder.id(), config.unverifiedLifetime());
    List<FactorEntity> others = factors.ofUser(tx, holder.id());
    if (factor.type() == FactorType.PHONE) {
      others = withoutSamePhone(tx, factor, others);
    }
    refuse(factor, others, holder);
    tx.entities().persist(factor);
    tx.flush();
    audit.record(
        tx,
        Action.FACTOR_IN_PROGRESS,
        holder.user(),
        call.origin(),
        JsonValues.object()
            .add("factor_id", factor.id().toString())
            .add("factor_type", factor.type().label())
            .build());
  }

  /** A number that was enrolled and never verified can be enrolled again. */
  private List<FactorEntity> withoutSamePhone(
      Tx tx, FactorEntity factor, List<FactorEntity> others) {
    List<FactorEntity> same = others.stream().filter(other -> samePhone(factor, other)).toList();
    if (same.stream().anyMatch(FactorEntity::isVerified)) {
      throw AuthFailure.unprocessable(
          ErrorCode.MFA_VERIFIED_FACTOR_EXISTS,
          "A verified phone factor already exists, unenroll the existing factor to continue");
    }
    same.forEach(tx.entities()::remove);
    tx.flush();
    return others.stream().filter(other -> !same.contains(other)).toList();
  }

  private static boolean samePhone(FactorEntity factor, FactorEntity other) {
    return factor.phone() != null && factor.phone().equals(other.phone());
  }

  private void refuse(FactorEntity factor, List<FactorEntity> others, Holder holder) {
    String name = nameOf(factor);
    if (others.stream().anyMatch(other -> nameOf(other).equals(name))) {
      throw nameTaken(name);
    }
    long verified = others.stream().filter(FactorEntity::isVerified).count();
    if (others.size() >= config.maxEnrolled() || verified >= config.maxVerified()) {
      throw AuthFailure.unprocessable(
          ErrorCode.TOO_MANY_ENROLLED_MFA_FACTORS,
          "Maximum number of verified factors reached, unenroll to continue");
    }
    if (verified > 0 && !holder.session().isAal2()) {
      throw AuthFailure.forbidden(
          ErrorCode.INSUFFICIENT_AAL, "AAL2 required to enroll a new factor");
    }
  }

  private static String nameOf(FactorEntity factor) {
    String name = factor.friendlyName();
    return name == null ? "" : name;
  }

  private static String limited(RequestBody body, String name) {
    String text = body.text(name);
    if (text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
      throw AuthFailure.invalid(
          name + " can have up to " + MAX_NAME + " characters, none of them a control character");
    }
    return text;
  }

  private static AuthFailure nameTaken(String name) {
    return AuthFailure.unprocessable(
        ErrorCode.MFA_FACTOR_NAME_CONFLICT,
        "A factor with the friendly name \"" + name + "\" for this user already exists");
  }
}
