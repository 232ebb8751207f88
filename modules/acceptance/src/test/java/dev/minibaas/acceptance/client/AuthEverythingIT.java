package dev.minibaas.acceptance.client;

import dev.minibaas.acceptance.stack.Instance;
import dev.minibaas.devstack.FreePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole of the identity interface through the published client, on an instance of its own where
 * everything is switched on. The script plays the provider and the hook of the operator.
 */
@Tag("client")
class AuthEverythingIT {
  private static final String PORT = Integer.toString(FreePort.any());
  private static final String PROVIDER = "http://127.0.0.1:" + PORT;
  private static final String OUT_OF_REACH = "1000000";

  private static final Instance INSTANCE = Instance.fresh("auth", settings());

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("RATE_LIMIT_AUTH_MINUTE", OUT_OF_REACH);
    settings.put("RATE_LIMIT_AUTH_HOUR", OUT_OF_REACH);
    List.of(
            "OTP",
            "VERIFY",
            "TOKEN_REFRESH",
            "PASSKEY",
            "ANONYMOUS_USERS",
            "EMAIL_SENT",
            "SMS_SENT")
        .forEach(limit -> settings.put("GOTRUE_RATE_LIMIT_" + limit, OUT_OF_REACH));
    settings.put("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", OUT_OF_REACH);
    settings.put("GOTRUE_MAILER_AUTOCONFIRM", "false");
    settings.put("GOTRUE_SMTP_MAX_FREQUENCY", "0");
    settings.put("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true");
    settings.put("GOTRUE_SECURITY_MANUAL_LINKING_ENABLED", "true");
    settings.put("GOTRUE_PASSKEY_ENABLED", "true");
    settings.put("GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED", "true");
    settings.put("GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED", "true");
    settings.put("GOTRUE_MFA_PHONE_ENROLL_ENABLED", "true");
    settings.put("GOTRUE_MFA_PHONE_VERIFY_ENABLED", "true");
    settings.put("GOTRUE_EXTERNAL_PHONE_ENABLED", "true");
    settings.put("GOTRUE_SMS_MAX_FREQUENCY", "0");
    settings.put("GOTRUE_HOOK_SEND_SMS_ENABLED", "true");
    settings.put("GOTRUE_HOOK_SEND_SMS_URI", PROVIDER + "/hooks/send-sms");
    settings.put(
        "GOTRUE_HOOK_SEND_SMS_SECRETS", "v1,whsec_YWNjZXB0YW5jZSBhY2NlcHRhbmNlIGFjY2VwdGFuY2U=");
    settings.put("AUTH_OIDC_PROVIDERS", "acme");
    settings.put("GOTRUE_EXTERNAL_ACME_ENABLED", "true");
    settings.put("GOTRUE_EXTERNAL_ACME_CLIENT_ID", "acceptance");
    settings.put("GOTRUE_EXTERNAL_ACME_SECRET", "acceptance-secret");
    settings.put("GOTRUE_EXTERNAL_ACME_URL", PROVIDER);
    return settings;
  }

  @BeforeAll
  static void start() {
    INSTANCE.start();
  }

  @AfterAll
  static void stop() {
    INSTANCE.stop();
  }

  @Test
  void everything_works_through_the_published_client() throws Exception {
    Map<String, String> environment = new HashMap<>();
    Map<String, String> variables = INSTANCE.variables();
    for (String name : new String[] {"BASE_URL", "ANON_KEY", "SERVICE_KEY", "MAIL_URL"}) {
      environment.put(name, String.valueOf(variables.get(name)));
    }
    environment.put("PROVIDER_PORT", PORT);
    NodeScript.succeed("auth-everything.mjs", environment, List.of());
  }
}
