package dev.minibaas.auth;

import dev.minibaas.auth.mail.MailConfig;
import dev.minibaas.platform.settings.Settings;

/**
 * Settings of the flows that leave a call and come back: mails, messages, links.
 *
 * @param mail how mails look and how they are delivered
 */
public record FlowsConfig(MailConfig mail) {

  static FlowsConfig from(Settings settings) {
    return new FlowsConfig(MailConfig.from(settings));
  }
}
