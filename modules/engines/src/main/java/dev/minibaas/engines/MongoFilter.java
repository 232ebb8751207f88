package dev.minibaas.engines;

import com.mongodb.client.model.Filters;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.Filter.And;
import dev.minibaas.engines.command.Filter.Compare;
import dev.minibaas.engines.command.Filter.In;
import dev.minibaas.engines.command.Filter.IsNull;
import dev.minibaas.engines.command.Filter.Matches;
import dev.minibaas.engines.command.Filter.Not;
import dev.minibaas.engines.command.Filter.Or;
import dev.minibaas.engines.command.Like;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The neutral filter as MongoDB's: operators are ours, what a caller wrote is a value. */
final class MongoFilter {
  private MongoFilter() {}

  static Bson of(Scope scope, Filter filter) {
    scope.requireNoKeys();
    Bson asked = of(filter);
    return scope
        .owner()
        .map(owner -> Filters.and(Filters.eq(owner.column(), owner.subject()), asked))
        .orElse(asked);
  }

  private static Bson of(Filter filter) {
    return switch (filter) {
      case And and when and.parts().isEmpty() -> new BsonDocument();
      case And and -> Filters.and(and.parts().stream().map(MongoFilter::of).toList());
      case Or or when or.parts().isEmpty() -> Filters.in("_id");
      case Or or -> Filters.or(or.parts().stream().map(MongoFilter::of).toList());
      case Not not -> Filters.nor(of(not.part()));
      case Compare compare -> compare(compare);
      case In in -> Filters.in(field(in.column()), values(in.column(), in.values()));
      case IsNull isNull -> Filters.eq(field(isNull.column()), null);
      case Matches matches -> Filters.regex(field(matches.column()), pattern(matches.like()));
    };
  }

  private static Bson compare(Compare compare) {
    String field = field(compare.column());
    Object value = value(compare.value());
    return switch (compare.comparison()) {
      case EQUAL -> Filters.in(field, values(compare.column(), List.of(compare.value())));
      case GREATER -> Filters.gt(field, value);
      case GREATER_OR_EQUAL -> Filters.gte(field, value);
      case LESS -> Filters.lt(field, value);
      case LESS_OR_EQUAL -> Filters.lte(field, value);
    };
  }

  static String field(String column) {
    return column.equals("id") ? "_id" : column;
  }

  /** An id of 24 hex digits may be stored as that text or as an ObjectId. */
  private static List<Object> values(String column, List<Object> values) {
    List<Object> all = new ArrayList<>();
    for (Object value : values) {
      all.add(value(value));
      if (field(column).equals("_id") && value instanceof String id && ObjectId.isValid(id)) {
        all.add(new ObjectId(id));
      }
    }
    return all;
  }

  private static Object value(Object value) {
    return value instanceof BigDecimal number ? number.doubleValue() : value;
  }

  private static Pattern pattern(Like like) {
    String regex = "^" + like.with(".*", ".", Pattern::quote) + "\\z";
    return Pattern.compile(
        regex, Pattern.DOTALL | (like.ignoresCase() ? Pattern.CASE_INSENSITIVE : 0));
  }
}
