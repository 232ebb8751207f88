package dev.minibaas.rest.sql;

/** The type in a cast of the select parameter, which SQL takes unquoted. */
final class TypeName {
  private TypeName() {}

  /** The same text, if it is words only: such a text can be a type name and nothing else. */
  static String checked(String type) {
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != ' ') {
        throw new UnknownType(type);
      }
    }
    return type;
  }

  /** A cast to something that can't be a type. */
  static final class UnknownType extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownType(String type) {
      super("type \"" + type + "\" does not exist", null, false, false);
    }
  }
}
