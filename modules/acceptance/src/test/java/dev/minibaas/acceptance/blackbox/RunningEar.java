package dev.minibaas.acceptance.blackbox;

import dev.minibaas.acceptance.stack.Platform;
import java.net.URI;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tells MicroShed where the platform runs. It reads these settings, in lower case, when its own
 * extension starts, so this one stands before it; with them it looks for no container engine.
 */
final class RunningEar implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Platform.shared().beforeAll(context);
    URI base = Platform.shared().api().base();
    System.setProperty("microshed_manual_env", "true");
    System.setProperty("microshed_hostname", base.getHost());
    System.setProperty("microshed_http_port", Integer.toString(base.getPort()));
  }
}
