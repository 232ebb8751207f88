package dev.minibaas.acceptance.stack;

import dev.minibaas.acceptance.http.Api;
import dev.minibaas.devstack.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One service on a server of its own, put together as its image is, without a gateway. */
public final class Alone implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final int port = FreePort.any();
  private final int opsPort = FreePort.any();
  private final Path folder;
  private final Process process;

  private Alone(String module, Map<String, String> settings) throws IOException {
    this.folder = Path.of("target", "alone", module).toAbsolutePath();
    Instance.delete(folder);
    Path server = folder.resolve("usr/servers").resolve(module);
    Path common = Instance.ROOT.resolve("liberty/common");
    Instance.copy(Instance.ROOT.resolve("liberty/servers").resolve(module), server);
    copy(common.resolve("jvm.options"), server.resolve("jvm.options"));
    copy(
        Instance.ROOT.resolve("liberty/docker-server.xml"),
        server.resolve("configDropins/overrides/container.xml"));
    String war = module + ".war";
    copy(
        Instance.ROOT.resolve("modules").resolve(module).resolve("target").resolve(war),
        server.resolve("apps").resolve(war));
    Instance.copy(Instance.LIBERTY.resolve("usr/shared"), folder.resolve("usr/shared"));
    var builder =
        new ProcessBuilder(Instance.LIBERTY.resolve("bin/server").toString(), "run", module)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH", "HOME", "LANG"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WLP_USER_DIR", folder.resolve("usr").toString());
    environment.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    environment.put("PORT", Integer.toString(port));
    environment.put("OPS_PORT", Integer.toString(opsPort));
    environment.put("EDGE", "external");
    environment.putAll(settings);
    this.process = builder.start();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  /** Returns when it is ready. */
  public static Alone start(String module, Map<String, String> settings)
      throws IOException, InterruptedException {
    var alone = new Alone(module, settings);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!alone.isReady()) {
      if (!alone.process.isAlive() || System.nanoTime() > end) {
        alone.close();
        throw new IllegalStateException(
            "the server of %s isn't ready, see %s".formatted(module, alone.folder));
      }
      Thread.sleep(200);
    }
    return alone;
  }

  private boolean isReady() {
    try {
      var operations = new Api(URI.create("http://localhost:" + opsPort), "");
      return operations.get("/health/ready").send().status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public Api api(String anonKey) {
    return new Api(URI.create("http://localhost:" + port), anonKey);
  }

  /** Asks it to end, as an orchestrator does. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
