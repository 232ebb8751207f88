package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Fields.Field;
import dev.minibaas.rest.legal.Kind.Trait;
import java.util.ArrayList;
import java.util.List;

/** Filters with every operator that a field's type has, alone and in trees. */
final class Conditions {
  private static final List<String> LIKES = List.of("*a*", "a_%", "\\\\*", "(x)*", "it''s", "");
  private static final List<String> EXPRESSIONS = List.of("^a", "b$", "a|b", "[a-z]+", "\\(", "'");
  private static final List<String> QUERIES = List.of("fat & cat", "cat:*", "!rat", "'a''b'");
  private static final List<String> PHRASES = List.of("the fat cat", "it's", "a -b \"c d\"", "");

  private final Dice dice;

  Conditions(Dice dice) {
    this.dice = dice;
  }

  /** An operator and its value; in a tree with what must be quoted in quotes. */
  String on(Field field, boolean inTree) {
    String not = dice.oneIn(5) ? "not." : "";
    return not + dice.of(choices(field.kind(), inTree));
  }

  private List<String> choices(Kind kind, boolean inTree) {
    List<String> all = new ArrayList<>();
    all.add("is." + dice.of("null", "NULL"));
    String value = dice.of(kind.values());
    if (kind.is(Trait.EQUAL)) {
      all.add("eq." + text(value, inTree));
      all.add("neq." + text(value, inTree));
      all.add("isdistinct." + text(value, inTree));
      if (!kind.is(Trait.ARRAY)) {
        all.add("in.(" + list(kind) + ")");
        all.add("eq" + quantified() + text(kind.array(dice), inTree));
      }
    }
    if (kind.is(Trait.ORDERED)) {
      String operator = dice.of("gt", "gte", "lt", "lte");
      all.add(operator + "." + text(value, inTree));
      if (!kind.is(Trait.ARRAY)) {
        all.add(operator + quantified() + text(kind.array(dice), inTree));
      }
    }
    if (kind.is(Trait.BOOLEAN)) {
      all.add("is." + dice.of("true", "FALSE", "unknown"));
    }
    patterns(kind, inTree, all);
    shapes(kind, value, inTree, all);
    return all;
  }

  private void patterns(Kind kind, boolean inTree, List<String> all) {
    if (kind.is(Trait.TEXT)) {
      all.add(dice.of("like.", "ilike.") + text(dice.of(LIKES), inTree));
      all.add(dice.of("match.", "imatch.") + text(dice.of(EXPRESSIONS), inTree));
      all.add(dice.of("like", "ilike") + quantified() + text("{a*,\"b,c*\"}", inTree));
      all.add(dice.of("match", "imatch") + quantified() + text("{^a,b}", inTree));
    }
    if (kind.is(Trait.SEARCHED)) {
      String language = dice.of("", "(english)", "(simple)");
      all.add("fts" + language + "." + text(dice.of(QUERIES), inTree));
      String search = dice.of("plfts", "phfts", "wfts");
      all.add(search + language + "." + text(dice.of(PHRASES), inTree));
    }
  }

  private void shapes(Kind kind, String value, boolean inTree, List<String> all) {
    if (kind.is(Trait.RANGE)) {
      String operator = dice.of("cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj");
      all.add(operator + "." + text(value, inTree));
    }
    if (kind.is(Trait.ARRAY)) {
      all.add(dice.of("cs", "cd", "ov") + "." + text(value, inTree));
    }
    if (kind.is(Trait.JSONB)) {
      all.add(dice.of("cs", "cd") + "." + text(value, inTree));
    }
    if (kind.is(Trait.NETWORK)) {
      all.add(dice.of("sl", "sr", "ov") + "." + text(value, inTree));
    }
  }

  private String quantified() {
    return dice.of("(any).", "(all).");
  }

  private String list(Kind kind) {
    return String.join(",", dice.some(kind.values(), 3).stream().map(Url::value).toList());
  }

  private static String text(String value, boolean inTree) {
    return inTree ? Url.value(value) : value;
  }

  /** {@code (a.eq.1,or(b.is.null,not.and(…)))} over fields and names of embeds. */
  String tree(List<Field> fields, List<String> embeds, int depth) {
    List<String> members = dice.times(dice.between(1, 3), i -> member(fields, embeds, depth));
    return "(" + String.join(dice.of(",", ", "), members) + ")";
  }

  private String member(List<Field> fields, List<String> embeds, int depth) {
    if (depth > 0 && dice.oneIn(3)) {
      String word = dice.of("and", "or", "not.and", "not.or");
      return word + tree(fields, embeds, depth - 1);
    }
    if (!embeds.isEmpty() && dice.oneIn(4)) {
      return Url.name(dice.of(embeds)) + dice.of(".is.null", ".not.is.null");
    }
    Field field = Fields.maybeDeeper(dice, dice.of(fields));
    return field.url() + "." + on(field, true);
  }
}
