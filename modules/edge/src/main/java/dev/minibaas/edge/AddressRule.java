package dev.minibaas.edge;

import dev.minibaas.edge.address.Networks;
import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.policy.Plugin;
import org.jspecify.annotations.Nullable;

/** The ip-restriction plugin. */
final class AddressRule {
  private final Networks allow;
  private final Networks deny;
  private final int status;
  private final @Nullable String message;

  AddressRule(Plugin.IpRestriction config) {
    this.allow = Networks.of(config.allow());
    this.deny = Networks.of(config.deny());
    this.status = config.status();
    this.message = config.message();
  }

  @Nullable Answer access(Exchange exchange) {
    String address = exchange.clientAddress();
    if (deny.contains(address) || !(allow.isEmpty() || allow.contains(address))) {
      return Answer.of(status, message == null ? "IP address not allowed: " + address : message);
    }
    return null;
  }
}
