package dev.minibaas.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The texts in a class file, which ArchUnit does not import. */
final class ClassText {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int METHOD_HANDLE = 15;

  private ClassText() {}

  static List<String> matching(JavaClass type, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return texts(type).stream().filter(text -> wanted.matcher(text).find()).toList();
  }

  private static List<String> texts(JavaClass type) {
    Optional<Source> source = type.getSource();
    if (source.isEmpty()) {
      return List.of();
    }
    try (InputStream in = source.get().getUri().toURL().openStream()) {
      return constants(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + type.getName(), e);
    }
  }

  /** Walks the constant pool (JVM specification, section 4.4). */
  private static List<String> constants(byte[] classFile) throws IOException {
    List<String> texts = new ArrayList<>();
    var in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      if (tag == UTF8) {
        texts.add(in.readUTF());
        continue;
      }
      in.skipNBytes(size(tag));
      if (tag == LONG || tag == DOUBLE) {
        // these take two entries
        i++;
      }
    }
    return texts;
  }

  private static int size(int tag) {
    return switch (tag) {
      // class, string, method type, module, package
      case 7, 8, 16, 19, 20 -> 2;
      case METHOD_HANDLE -> 3;
      // integer, float, references, name and type, dynamic
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case LONG, DOUBLE -> 8;
      default -> throw new IllegalStateException("unknown constant " + tag);
    };
  }
}
