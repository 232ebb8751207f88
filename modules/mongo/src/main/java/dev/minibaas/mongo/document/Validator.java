package dev.minibaas.mongo.document;

import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What MongoDB holds new documents of a collection against.
 *
 * @param options as the commands {@code create} and {@code collMod} take them
 */
public record Validator(BsonDocument options) {
  private static final Set<String> FIELDS =
      Set.of("validator", "validationLevel", "validationAction");

  /**
   * {@code {"validator": …, "validationLevel": …, "validationAction": …}}; the validator is a
   * {@code $jsonSchema} or a filter.
   */
  public static Validator parse(BsonValue body) {
    BsonDocument asked = Pipeline.object(body, "a validator's request");
    for (String name : asked.keySet()) {
      if (!FIELDS.contains(name)) {
        throw Documents.payload("a validator's request has the fields " + FIELDS);
      }
    }
    if (!(asked.get("validator") instanceof BsonDocument validator)) {
      throw Documents.payload("validator is an object");
    }
    return new Validator(
        new BsonDocument("validator", checked(validator))
            .append(
                "validationLevel",
                oneOf(asked, "validationLevel", List.of("strict", "off", "moderate")))
            .append(
                "validationAction", oneOf(asked, "validationAction", List.of("error", "warn"))));
  }

  private static BsonDocument checked(BsonDocument validator) {
    if (validator.size() == 1 && validator.get("$jsonSchema") instanceof BsonDocument schema) {
      Documents.requirePlain(schema);
      return validator;
    }
    return Filter.ofStage(validator);
  }

  /** The first is the usual one. */
  private static BsonString oneOf(BsonDocument asked, String name, List<String> allowed) {
    BsonValue value = asked.get(name, new BsonString(allowed.getFirst()));
    if (!(value instanceof BsonString text) || !allowed.contains(text.getValue())) {
      throw Documents.payload(name + " is one of " + String.join(", ", allowed));
    }
    return text;
  }
}
