package dev.minibaas.rest.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads where a view's columns come from out of its rewrite rule, PostgreSQL's text form of a parse
 * tree ({@code pg_rewrite.ev_action}).
 *
 * <p>Of the tree only the outermost query's target list matters: {@code :targetList ({TARGETENTRY …
 * :resno 1 … :resorigtbl 16385 :resorigcol 2 :resjunk false} …)}. Subqueries lie deeper in braces
 * and are passed over.
 */
final class ViewRule {
  /** A column of a view and the column of a relation that it shows. */
  record Origin(int column, long relation, int relationColumn) {}

  private final String tree;
  private int position;

  private ViewRule(String tree) {
    this.tree = tree;
  }

  static List<Origin> origins(String tree) {
    return new ViewRule(tree).targets();
  }

  private List<Origin> targets() {
    List<Origin> origins = new ArrayList<>();
    int depth = 0;
    boolean inTargets = false;
    Target target = new Target();
    String field = "";
    for (String token = next(); !token.isEmpty(); token = next()) {
      switch (token) {
        case "{" -> depth++;
        case "}" -> {
          depth--;
          if (inTargets && depth == 1) {
            target.addTo(origins);
            target = new Target();
          }
        }
        case ")" -> {
          if (inTargets && depth == 1) {
            return origins;
          }
        }
        default -> {
          if (depth == 1 && token.equals(":targetList")) {
            inTargets = true;
          } else if (inTargets && depth == 2) {
            target.take(field, token);
          }
          field = token;
        }
      }
    }
    return origins;
  }

  /** The fields of a TARGETENTRY. */
  private static final class Target {
    private int column;
    private long relation;
    private int relationColumn;
    private boolean isJunk;

    void take(String field, String value) {
      switch (field) {
        case ":resno" -> column = Integer.parseInt(value);
        case ":resorigtbl" -> relation = Long.parseLong(value);
        case ":resorigcol" -> relationColumn = Integer.parseInt(value);
        case ":resjunk" -> isJunk = value.equals("true");
        default -> {
          // the expression itself says nothing that is needed here
        }
      }
    }

    void addTo(List<Origin> origins) {
      if (relation != 0 && relationColumn > 0 && !isJunk) {
        origins.add(new Origin(column, relation, relationColumn));
      }
    }
  }

  /** A bracket or a word; in words a backslash protects any character. Empty at the end. */
  private String next() {
    while (position < tree.length() && Character.isWhitespace(tree.charAt(position))) {
      position++;
    }
    if (position == tree.length()) {
      return "";
    }
    int start = position;
    if (isBracket(tree.charAt(position))) {
      position++;
      return tree.substring(start, position);
    }
    while (position < tree.length()
        && !isBracket(tree.charAt(position))
        && !Character.isWhitespace(tree.charAt(position))) {
      position += tree.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position, tree.length());
    return tree.substring(start, position);
  }

  private static boolean isBracket(char c) {
    return c == '{' || c == '}' || c == '(' || c == ')';
  }
}
