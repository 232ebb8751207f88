package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * An aggregation over one's own documents, built anew out of the stages and expressions that are
 * allowed. No stage reads another collection or writes, no expression runs code or searches by a
 * regular expression, and the result has a bounded length.
 */
public final class Pipeline {
  /** Of results. */
  public static final int MAX_RESULTS = 1000;

  private static final int MAX_STAGES = 20;

  private Pipeline() {}

  /**
   * The stages of {@code {"pipeline": [...]}} or of a bare array.
   *
   * @throws ApiError {@code invalid_payload} or {@code invalid_filter}
   */
  public static List<BsonDocument> stages(BsonValue body) {
    BsonValue pipeline =
        body instanceof BsonDocument object && object.size() == 1
            ? object.get("pipeline", body)
            : body;
    List<BsonDocument> stages = stages(pipeline, false);
    stages.add(new BsonDocument("$limit", new BsonInt32(MAX_RESULTS)));
    return stages;
  }

  private static List<BsonDocument> stages(BsonValue json, boolean inner) {
    if (!(json instanceof BsonArray array) || array.size() > MAX_STAGES) {
      throw Documents.payload("a pipeline is an array of at most " + MAX_STAGES + " stages");
    }
    List<BsonDocument> stages = new ArrayList<>();
    array.forEach(each -> {
      if (!(each instanceof BsonDocument stage) || stage.size() != 1) {
        throw Documents.payload("a stage is an object with one field, its name");
      }
      stage.forEach((name, value) -> stages.add(plainest(name, stage(name, value, inner))));
    });
    return stages;
  }

  /** Two stages have an older name, which every server knows. */
  private static BsonDocument plainest(String name, BsonValue value) {
    return switch (name) {
      case "$set" -> new BsonDocument("$addFields", value);
      case "$replaceWith" -> new BsonDocument("$replaceRoot", new BsonDocument("newRoot", value));
      default -> new BsonDocument(name, value);
    };
  }

  private static BsonValue stage(String name, BsonValue value, boolean inner) {
    return switch (name) {
      case "$match" -> Filter.ofStage(value);
      case "$project", "$addFields", "$set", "$group" -> Expressions.fields(value);
      case "$bucket", "$bucketAuto" -> bucket(value);
      case "$replaceRoot", "$replaceWith", "$sortByCount" -> Expressions.checked(value);
      case "$sort" -> sort(value);
      case "$limit" -> count(value, 1);
      case "$skip" -> count(value, 0);
      case "$count" -> name(value);
      case "$unset" -> names(value);
      case "$unwind" -> unwind(value);
      case "$sample" -> sample(value);
      case "$facet" -> facet(value, inner);
      default ->
          throw Documents.payload(
              "a pipeline has the stages $match, $project, $addFields, $set, $unset, $group, $sort,"
                  + " $limit, $skip, $count, $unwind, $sortByCount, $bucket, $bucketAuto, $facet,"
                  + " $replaceRoot, $replaceWith and $sample only");
    };
  }

  private static BsonValue bucket(BsonValue value) {
    BsonDocument checked = new BsonDocument();
    object(value, "$bucket")
        .forEach((key, part) -> {
          switch (key) {
            case "groupBy", "boundaries", "default" -> checked.put(key, Expressions.checked(part));
            case "buckets" -> checked.put(key, count(part, 1));
            case "output" -> checked.put(key, Expressions.fields(part));
            default -> throw Documents.payload("$bucket has no field " + key);
          }
        });
    return checked;
  }

  private static BsonValue sort(BsonValue value) {
    BsonDocument sort = object(value, "$sort");
    sort.forEach((path, direction) -> {
      requirePath(path);
      if (!direction.isInt32() || Math.abs(direction.asInt32().getValue()) != 1) {
        throw Documents.payload("$sort takes 1 or -1 for each field");
      }
    });
    return sort;
  }

  private static BsonInt32 count(BsonValue value, int least) {
    if (!value.isInt32() || value.asInt32().getValue() < least) {
      throw Documents.payload("$limit, $skip, $sample and buckets take a number from " + least);
    }
    return value.asInt32();
  }

  private static BsonValue sample(BsonValue value) {
    BsonDocument sample = object(value, "$sample");
    if (sample.size() != 1 || !sample.containsKey("size")) {
      throw Documents.payload("$sample takes {\"size\": number}");
    }
    return new BsonDocument("size", count(sample.get("size"), 1));
  }

  private static BsonValue name(BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Documents.payload("$count takes a name");
    }
    requirePath(text.getValue());
    return text;
  }

  private static BsonValue names(BsonValue value) {
    if (value instanceof BsonArray array) {
      array.forEach(Pipeline::name);
      return array;
    }
    return name(value);
  }

  private static BsonValue unwind(BsonValue value) {
    if (value.isString()) {
      return fieldPath(value);
    }
    BsonDocument unwind = object(value, "$unwind");
    unwind.forEach((key, part) -> {
      switch (key) {
        case "path" -> fieldPath(part);
        case "includeArrayIndex" -> name(part);
        case "preserveNullAndEmptyArrays" -> {
          if (!part.isBoolean()) {
            throw Documents.payload("preserveNullAndEmptyArrays takes true or false");
          }
        }
        default -> throw Documents.payload("$unwind has no field " + key);
      }
    });
    return unwind;
  }

  private static BsonValue fieldPath(BsonValue value) {
    if (!(value instanceof BsonString text)
        || !text.getValue().startsWith("$")
        || Names.pathProblem(text.getValue().substring(1)) != null) {
      throw Documents.payload("$unwind takes a field as \"$name\"");
    }
    return value;
  }

  private static BsonValue facet(BsonValue value, boolean inner) {
    BsonDocument facets = object(value, "$facet");
    if (inner || facets.size() > 10) {
      throw Documents.payload("$facet has at most 10 pipelines, and none has a $facet");
    }
    BsonDocument checked = new BsonDocument();
    facets.forEach((key, pipeline) -> {
      requirePath(key);
      BsonArray stages = new BsonArray(stages(pipeline, true));
      stages.add(new BsonDocument("$limit", new BsonInt32(MAX_RESULTS)));
      checked.put(key, stages);
    });
    return checked;
  }

  static BsonDocument object(BsonValue value, String what) {
    if (!(value instanceof BsonDocument document)) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, what + " takes an object");
    }
    return document;
  }

  static void requirePath(String path) {
    String problem = Names.pathProblem(path);
    if (problem != null) {
      throw Documents.payload(problem);
    }
  }
}
