package dev.minibaas.auth.mail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The links in mails: to this service's {@code /verify}, which redirects. */
public final class ActionLinks {
  private final String externalUrl;

  public ActionLinks(String externalUrl) {
    this.externalUrl = externalUrl.replaceAll("/+$", "");
  }

  /**
   * @param action the type that {@code /verify} is asked for
   * @param redirectTo where it redirects to; allowed already
   */
  public String verify(String action, String tokenHash, String redirectTo) {
    return "%s/verify?token=%s&type=%s&redirect_to=%s"
        .formatted(externalUrl, encoded(tokenHash), encoded(action), encoded(redirectTo));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
