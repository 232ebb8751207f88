package dev.minibaas.realtime.access;

import dev.minibaas.realtime.access.PolicyTokens.Kind;
import dev.minibaas.realtime.access.PolicyTokens.Token;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.access.Term.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the condition of a policy, as PostgreSQL writes it, to a term that is computed in memory for
 * one identity. Whatever isn't fully understood isn't compiled.
 */
final class PolicyCompiler {
  private static final int MAX_DEPTH = 100;
  private final TableAccess table;
  private final Object claims;
  private final PolicyTokens tokens;
  private int depth;

  /** Not understood; without a stack, being no fault. */
  private static final class NotCompiled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotCompiled() {
      super("not compiled", null, false, false);
    }
  }

  private PolicyCompiler(TableAccess table, Object claims, PolicyTokens tokens) {
    this.table = table;
    this.claims = claims;
    this.tokens = tokens;
  }

  /** A term of booleans; empty when the database has to be asked. */
  static Optional<Term> compile(String condition, TableAccess table, Claims claims) {
    PolicyTokens tokens = PolicyTokens.of(condition);
    if (tokens == null) {
      return Optional.empty();
    }
    try {
      var compiler = new PolicyCompiler(table, claims.root(), tokens);
      Term term = compiler.expression();
      boolean whole = tokens.peek().kind() == Kind.END && term.type() == Type.BOOL;
      return whole ? Optional.of(term) : Optional.empty();
    } catch (NotCompiled e) {
      return Optional.empty();
    }
  }

  private Term expression() {
    if (++depth > MAX_DEPTH) {
      throw new NotCompiled();
    }
    Term term = tokens.accept("NOT") ? Terms.not(bool(expression())) : tail(primary());
    depth--;
    return term;
  }

  /** What follows the first operand within its brackets. */
  private Term tail(Term left) {
    if (tokens.isAt("AND") || tokens.isAt("OR")) {
      String word = tokens.take().text();
      List<Term> terms = new ArrayList<>(List.of(bool(left)));
      do {
        terms.add(bool(primary()));
      } while (tokens.accept(word));
      return word.equals("AND") ? Terms.and(terms) : Terms.or(terms);
    }
    if (tokens.accept("IS")) {
      return is(left);
    }
    if (tokens.accept("=", "ANY")) {
      return required(Terms.anyOf(left, list()));
    }
    if (tokens.accept("<>", "ALL")) {
      return Terms.not(required(Terms.anyOf(left, list())));
    }
    if (tokens.accept("->")) {
      String name = key();
      return json(left).map(left.type(), value -> Claims.field(value, name));
    }
    if (tokens.accept("->>")) {
      String name = key();
      boolean numbers = left.type() == Type.JSONB;
      return json(left).map(Type.TEXT, value -> Claims.text(Claims.field(value, name), numbers));
    }
    if (tokens.peek().kind() == Kind.SYMBOL && !tokens.isAt(")")) {
      return required(Terms.compare(left, tokens.take().text(), primary()));
    }
    return left;
  }

  private Term is(Term left) {
    boolean not = tokens.accept("NOT");
    Term is;
    if (tokens.accept("NULL")) {
      is = Terms.is(left, value -> value == Absent.NULL);
    } else if (tokens.accept("UNKNOWN")) {
      is = Terms.is(bool(left), value -> value == Absent.NULL);
    } else if (tokens.accept("TRUE")) {
      is = Terms.is(bool(left), value -> value.equals(true));
    } else if (tokens.accept("FALSE")) {
      is = Terms.is(bool(left), value -> value.equals(false));
    } else {
      throw new NotCompiled();
    }
    return not ? Terms.not(is) : is;
  }

  private Term primary() {
    Term term = bare();
    while (tokens.accept("::")) {
      term = cast(term, typeName());
    }
    return term;
  }

  private Term bare() {
    if (tokens.accept("(", "SELECT")) {
      Term term = expression();
      if (tokens.accept("AS")) {
        name();
      }
      close();
      return term;
    }
    if (tokens.accept("(")) {
      Term term = expression();
      close();
      return term;
    }
    Token token = tokens.take();
    return switch (token.kind()) {
      case STRING -> Term.constant(Type.UNTYPED, token.text());
      case NUMBER -> number(token.text());
      case WORD, QUOTED_NAME -> named(token);
      case SYMBOL, END -> throw new NotCompiled();
    };
  }

  private static Term number(String text) {
    boolean decimal = text.contains(".");
    Object value = Terms.read(decimal ? "numeric" : "int8", text);
    return Term.constant(decimal ? Type.NUMERIC : Type.WHOLE, value);
  }

  private Term named(Token token) {
    boolean word = token.kind() == Kind.WORD;
    if (word) {
      switch (token.text()) {
        case "true":
          return Term.constant(Type.BOOL, true);
        case "false":
          return Term.constant(Type.BOOL, false);
        case "NULL":
          return Term.constant(Type.UNTYPED, Absent.NULL);
        case "current_setting":
          if (tokens.isAt("(")) {
            return setting();
          }
          break;
        default:
          break;
      }
    }
    if (!tokens.accept(".")) {
      return column(token.text());
    }
    String second = name();
    if (tokens.accept("(")) {
      close();
      return word && token.text().equals("auth") ? claim(second) : notCompiled();
    }
    return token.text().equals(table.name().name()) ? column(second) : notCompiled();
  }

  private Term column(String name) {
    ColumnAccess column = table.column(name);
    Type type = column == null ? null : Terms.typeOf(column.type());
    if (column == null || type == null || !column.builtIn() || tokens.isAt("(")) {
      return notCompiled();
    }
    return Terms.column(name, type, column.type());
  }

  /** The functions of the platform, as long as they are what the platform made them. */
  private Term claim(String function) {
    if (!table.known().contains(function)) {
      return notCompiled();
    }
    Term root = Term.constant(Type.JSONB, claims);
    return switch (function) {
      case "jwt" -> root;
      case "role", "email" -> root.map(Type.TEXT, json -> fieldText(json, function));
      case "uid" -> {
        Object sub = fieldText(claims, "sub");
        Object id = sub instanceof String text ? uuid(text) : sub;
        yield Term.constant(Type.UUID, id);
      }
      default -> notCompiled();
    };
  }

  private static Object fieldText(Object json, String name) {
    return Claims.text(Claims.field(json, name), true);
  }

  private static Object uuid(String text) {
    return text.isEmpty() ? Absent.NULL : Terms.read("uuid", text);
  }

  private Term setting() {
    if (!tokens.accept("(")) {
      return notCompiled();
    }
    Token name = tokens.take();
    boolean claimsSetting = name.kind() == Kind.STRING && name.text().equals("request.jwt.claims");
    if (!claimsSetting || !tokens.accept("::", "text", ",", "true", ")")) {
      return notCompiled();
    }
    return Term.constant(Type.SETTING, claims);
  }

  private void close() {
    require(")");
  }

  private List<Term> list() {
    boolean casted = tokens.accept("(", "(", "ARRAY");
    if (!casted && !tokens.accept("(", "ARRAY")) {
      throw new NotCompiled();
    }
    List<Term> elements = new ArrayList<>();
    require("[");
    do {
      elements.add(primary());
    } while (tokens.accept(","));
    require("]");
    if (casted) {
      require(")");
      require("::");
      String type = typeName();
      require("[");
      require("]");
      elements.replaceAll(element -> cast(element, type));
    }
    require(")");
    return elements;
  }

  private void require(String text) {
    if (!tokens.accept(text)) {
      throw new NotCompiled();
    }
  }

  private Term cast(Term term, String type) {
    if (type.equals("json") || type.equals("jsonb")) {
      Type json = type.equals("json") ? Type.JSON : Type.JSONB;
      return term.type() == Type.SETTING ? term.as(json) : notCompiled();
    }
    return required(Terms.cast(term, type));
  }

  private String typeName() {
    String type =
        switch (tokens.take().text()) {
          case "text" -> "text";
          case "uuid" -> "uuid";
          case "smallint" -> "int2";
          case "integer" -> "int4";
          case "bigint" -> "int8";
          case "boolean" -> "bool";
          case "numeric" -> "numeric";
          case "json" -> "json";
          case "jsonb" -> "jsonb";
          case "character" -> tokens.accept("varying") ? "varchar" : "";
          case "timestamp" -> tokens.accept("with", "time", "zone") ? "timestamptz" : "";
          default -> "";
        };
    // with a length it cuts or rounds
    if (type.isEmpty() || tokens.isAt("(") || tokens.isAt(".")) {
      throw new NotCompiled();
    }
    return type;
  }

  private String name() {
    Token token = tokens.take();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED_NAME) {
      throw new NotCompiled();
    }
    return token.text();
  }

  private String key() {
    Token token = tokens.take();
    if (token.kind() != Kind.STRING || !tokens.accept("::", "text")) {
      throw new NotCompiled();
    }
    return token.text();
  }

  private static Term bool(Term term) {
    return term.type() == Type.BOOL ? term : notCompiled();
  }

  private static Term json(Term term) {
    return term.type() == Type.JSON || term.type() == Type.JSONB ? term : notCompiled();
  }

  private static Term required(@Nullable Term term) {
    return term == null ? notCompiled() : term;
  }

  private static Term notCompiled() {
    throw new NotCompiled();
  }
}
