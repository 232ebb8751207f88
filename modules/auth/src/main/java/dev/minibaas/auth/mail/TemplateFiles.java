package dev.minibaas.auth.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where templates lie: a folder per language, in the operator's folder, if there is one, before the
 * ones that are built in. A file of the operator's takes the place of one file; the others stay.
 */
final class TemplateFiles {
  private static final String BUILT_IN = "/mail/";
  private static final String LAST_RESORT = "en";

  /** The names of folders that may be asked for: nothing that could leave the folder. */
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}");

  private final @Nullable Path folder;
  private final String language;

  TemplateFiles(String folder, String language) {
    this.folder = folder.isEmpty() ? null : Path.of(folder).toAbsolutePath().normalize();
    this.language = language;
  }

  /** A template's file. {@code id} is its language's folder and its name. */
  record Found(String id, String text) {}

  /** The file in the best of the languages that have it. */
  Found find(String wished, String name) {
    for (String candidate : candidates(wished)) {
      Optional<String> text = read(candidate, name);
      if (text.isPresent()) {
        return new Found(candidate + "/" + name, text.get());
      }
    }
    throw new IllegalStateException("no mail template " + name + " in any language");
  }

  /** {@code de-AT}, then {@code de}, then the default language, then English. */
  private List<String> candidates(String wished) {
    List<String> candidates = new ArrayList<>();
    for (String text : List.of(wished, language)) {
      String tag = text.replace('_', '-').toLowerCase(Locale.ROOT);
      if (LANGUAGE.matcher(tag).matches()) {
        candidates.add(tag);
        candidates.add(tag.split("-", 2)[0]);
      }
    }
    candidates.add(LAST_RESORT);
    return candidates;
  }

  private Optional<String> read(String language, String name) {
    try {
      if (folder != null) {
        Path file = folder.resolve(language).resolve(name);
        if (Files.isRegularFile(file)) {
          return Optional.of(Files.readString(file));
        }
      }
      try (InputStream stream =
          TemplateFiles.class.getResourceAsStream(BUILT_IN + language + "/" + name)) {
        return stream == null
            ? Optional.empty()
            : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read mail template " + language + "/" + name, e);
    }
  }
}
