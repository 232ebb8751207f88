package dev.minibaas.devstack.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.minibaas.devstack.Command;
import dev.minibaas.devstack.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of initdb and pg_ctl.
 *
 * <p>PostgreSQL refuses to run as root. In a user namespace that maps nobody, root is an ordinary
 * user to it, while its files stay root's outside.
 */
final class Programs {
  private static final List<String> UNROOTED = List.of("unshare", "-U");

  private Programs() {}

  static List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix());
    command.add(Binaries.home().resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  static Command.Result run(String program, List<String> arguments, Duration timeout) {
    return Command.run(command(program, arguments), timeout);
  }

  static List<String> stop(Path data, String mode) {
    return command("pg_ctl", List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", "60"));
  }

  private static List<String> prefix() {
    return Unrooting.NEEDED ? UNROOTED : List.of();
  }

  private static final class Unrooting {
    static final boolean NEEDED = needed();

    private static boolean needed() {
      if (new UnixSystem().getUid() != 0) {
        return false;
      }
      List<String> attempt = new ArrayList<>(UNROOTED);
      attempt.add("true");
      if (!Command.run(attempt, Duration.ofSeconds(10)).succeeded()) {
        throw new StackFailure(
            "PostgreSQL refuses to run as root and this system allows no user namespace"
                + " (unshare -U): start as an ordinary user");
      }
      return true;
    }
  }
}
