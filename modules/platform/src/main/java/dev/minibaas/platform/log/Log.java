package dev.minibaas.platform.log;

import java.util.logging.Logger;

/**
 * Loggers of {@code java.util.logging} whose lines are JSON objects on standard output: time,
 * level, service, version, request_id, logger, message, and the stack of a cause.
 *
 * <p>Each service has its own logger tree, since the applications of one server share the JVM's.
 */
public final class Log {
  private static final Service SERVICE = Service.ofClassPath();
  private static final Logger ROOT = root();

  private Log() {}

  /** The logger of a class. */
  public static Logger of(Class<?> source) {
    return Logger.getLogger(ROOT.getName() + "." + source.getSimpleName());
  }

  private static Logger root() {
    Logger root = Logger.getLogger("dev.minibaas." + SERVICE.name());
    root.setUseParentHandlers(false);
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler); // of an earlier deployment of the same service
    }
    root.addHandler(new JsonHandler(SERVICE));
    root.setLevel(LogLevel.ofEnvironment());
    return root;
  }
}
