package dev.minibaas.auth;

import dev.minibaas.auth.captcha.CaptchaConfig;
import dev.minibaas.auth.hook.HooksConfig;
import dev.minibaas.auth.mail.MailConfig;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the flows that leave a call and come back: mails, messages, links.
 *
 * @param mail how mails look and how they are delivered
 * @param phone messages to phones
 * @param allowedRedirects globs of the addresses that links may lead to, beside the site itself
 * @param secureEmailChange whether a change of address takes a click in both mailboxes
 * @param reauthentication whether an old session needs a mailed code for a new password
 * @param passwordNeedsCurrent whether a new password takes the current one, too
 * @param authCodeLifetime how long the code of a flow with PKCE is good
 */
public record FlowsConfig(
    MailConfig mail,
    Phone phone,
    List<String> allowedRedirects,
    boolean secureEmailChange,
    boolean reauthentication,
    boolean passwordNeedsCurrent,
    Duration authCodeLifetime,
    HooksConfig hooks,
    CaptchaConfig captcha) {

  /**
   * Messages to phones.
   *
   * @param gap least time between two messages to one user
   */
  public record Phone(
      boolean enabled, boolean autoconfirm, int otpLength, Duration codeLifetime, Duration gap) {}

  static FlowsConfig from(Settings settings) {
    return new FlowsConfig(
        MailConfig.from(settings),
        phone(settings),
        settings.list("GOTRUE_URI_ALLOW_LIST", ""),
        settings.flag("GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED", true),
        settings.flag("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION", false),
        settings.flag("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD", false),
        settings.seconds("GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION", 300, 30, 86_400),
        HooksConfig.from(settings),
        CaptchaConfig.from(settings));
  }

  private static Phone phone(Settings settings) {
    return new Phone(
        settings.flag("GOTRUE_EXTERNAL_PHONE_ENABLED", false),
        settings.flag("GOTRUE_SMS_AUTOCONFIRM", false),
        settings.integer("GOTRUE_SMS_OTP_LENGTH", 6, 6, 10),
        settings.seconds("GOTRUE_SMS_OTP_EXP", 60, 30, 86_400),
        settings.seconds("GOTRUE_SMS_MAX_FREQUENCY", 60, 0, 86_400));
  }
}
