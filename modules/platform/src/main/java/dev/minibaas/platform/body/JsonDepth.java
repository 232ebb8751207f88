package dev.minibaas.platform.body;

/** How deep a JSON text is nested, before a recursive parser meets it. */
public final class JsonDepth {
  private JsonDepth() {}

  /** Counts brackets outside of strings; of a text that isn't JSON it may say either. */
  public static boolean exceeds(String text, int levels) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        if (++depth > levels) {
          return true;
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return false;
  }
}
