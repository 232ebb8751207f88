package dev.minibaas.benchmarks.bare;

import dev.minibaas.benchmarks.machine.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** One class of a web application on a Liberty of its own, configured as ours are. */
public final class BareServer implements AutoCloseable {
  private static final Path WLP = Path.of("ear/target/liberty/wlp").toAbsolutePath();
  private static final String NAME = "bare";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CONFIGURATION =
      """
      <server description="one class and nothing else">
        <include location="${shared.config.dir}/minibaas/base.xml"/>
        <include location="${shared.config.dir}/minibaas/websocket.xml"/>
        <webApplication id="bare" location="bare.war" contextRoot="/">
          <web-bnd moduleName="bare"><virtual-host name="public"/></web-bnd>
        </webApplication>
      </server>
      """;

  private final Path folder;
  private final int port;
  private final Process process;

  private BareServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it; the working directory must be the project's.
   *
   * @param application its one class
   * @param libraries which of those beside this program it has, by the beginnings of their names
   * @param environment beside that of this program
   */
  public static BareServer start(
      Class<?> application, List<String> libraries, Map<String, String> environment)
      throws IOException {
    Path folder = Files.createTempDirectory("minibaas-bare-");
    Path server = Files.createDirectories(folder.resolve("usr/servers/" + NAME));
    Files.writeString(server.resolve("server.xml"), CONFIGURATION);
    Files.copy(Path.of("liberty/common/jvm.options"), server.resolve("jvm.options"));
    copyShared(folder.resolve("usr/shared/config/minibaas"));
    Path apps = Files.createDirectories(server.resolve("apps"));
    archive(apps.resolve("bare.war"), application, libraries);
    int port = freePort();
    var builder =
        new ProcessBuilder(WLP.resolve("bin/server").toString(), "run", NAME)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WLP_USER_DIR", folder.resolve("usr").toString());
    builder.environment().put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("OPS_PORT", Integer.toString(freePort()));
    builder.environment().putAll(environment);
    return new BareServer(folder, port, builder.start());
  }

  private static void copyShared(Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(Path.of("liberty/common"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".xml")).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void archive(Path war, Class<?> application, List<String> libraries)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(war);
        JarOutputStream jar = new JarOutputStream(file)) {
      String name = application.getName().replace('.', '/') + ".class";
      jar.putNextEntry(new JarEntry("WEB-INF/classes/" + name));
      try (InputStream bytes = application.getResourceAsStream("/" + name)) {
        if (bytes == null) {
          throw new IOException(name + " is missing");
        }
        bytes.transferTo(jar);
      }
      try (Stream<Path> files = Files.list(Path.of("modules/benchmarks/target/lib"))) {
        for (Path library : files.filter(each -> isOneOf(libraries, each)).toList()) {
          jar.putNextEntry(new JarEntry("WEB-INF/lib/" + library.getFileName()));
          Files.copy(library, jar);
        }
      }
    }
  }

  private static boolean isOneOf(List<String> libraries, Path file) {
    return libraries.stream().anyMatch(file.getFileName().toString()::startsWith);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** The same, once it is listened at. */
  public int awaitPort() throws InterruptedException {
    pid();
    return port;
  }

  /** The process that listens, once it does. */
  public long pid() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    OptionalLong pid = Listener.pid(port);
    while (pid.isEmpty()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the bare server does not start: see " + folder);
      }
      TimeUnit.MILLISECONDS.sleep(200);
      pid = Listener.pid(port);
    }
    return pid.getAsLong();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
