package dev.minibaas.mongo.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Requests of all kinds, good, bad and malicious, out of a seed. {@code {collection}}, {@code
 * {cursor}} and {@code {own:number}} are to be filled in.
 */
final class RandomRequests {
  private static final List<String> FIELDS =
      List.of(
          "n", "t", "list", "o.n", "o", "s", "id", "created_at", "updated_at", "list.0", "none");

  private final Random random;
  private final String victim;
  private final List<String> foreign;
  private int own;

  record Request(String method, String path, String body) {}

  RandomRequests(long seed, String victim, List<String> foreign) {
    this.random = new Random(seed);
    this.victim = victim;
    this.foreign = foreign;
  }

  /**
   * @param own how many documents the sender has made so far
   */
  Request next(int own) {
    this.own = own;
    String documents = "/collections/{collection}/documents";
    return switch (random.nextInt(20)) {
      case 0, 1 -> new Request("POST", documents, wrapped(document()));
      case 2 -> new Request("POST", documents, bulk());
      case 3, 4 -> new Request("GET", documents + "/" + id(), "");
      case 5, 6 -> new Request("PATCH", documents + "/" + id(), patch());
      case 7 -> new Request("PUT", documents + "/" + id(), wrapped(document()));
      case 8, 9 -> new Request("DELETE", documents + "/" + id(), "");
      case 10, 11 -> new Request("GET", "/collections/{collection}/count?filter=" + filter(), "");
      case 12, 13 -> new Request("POST", "/collections/{collection}/aggregate", pipeline());
      case 14 -> malicious(documents);
      default -> new Request("GET", documents + query(), "");
    };
  }

  private Request malicious(String documents) {
    return switch (random.nextInt(8)) {
      case 0 -> new Request("GET", documents + "?owner=" + victim, "");
      case 1 -> new Request("POST", documents, "{\"owner_id\":\"" + victim + "\",\"n\":1}");
      case 2 ->
          new Request(
              "PATCH", documents + "/" + id(), "{\"$set\":{\"owner_id\":\"" + victim + "\"}}");
      case 3 -> new Request("PUT", documents + "/" + foreignId() + "?upsert=true", "{\"n\":1}");
      case 4 -> new Request("PUT", "/admin/schemas/{collection}", "{\"validator\":{}}");
      case 5 -> new Request("DELETE", "/admin/schemas/{collection}", "");
      case 6 -> new Request("POST", documents + "/bulk", "[{\"_id\":\"" + foreignId() + "\"}]");
      default -> new Request("GET", "/admin/indexes/{collection}", "");
    };
  }

  private String query() {
    List<String> parts = new ArrayList<>();
    sometimes(parts, () -> "filter=" + filter());
    sometimes(parts, () -> "sort=" + pick(FIELDS) + pick(List.of("", ":asc", ":desc")));
    sometimes(parts, () -> "limit=" + pick(List.of("1", "3", "20", "100", "0")));
    sometimes(parts, () -> "offset=" + pick(List.of("0", "1", "5", "500")));
    sometimes(parts, () -> "fields=" + pick(List.of("n", "t,s", "-n", "owner_id", "o.n", "-s,-t")));
    sometimes(parts, () -> "count=" + pick(List.of("exact", "none")));
    if (random.nextInt(8) == 0) {
      parts.add("cursor={cursor}");
    }
    return "?" + String.join("&", parts);
  }

  private void sometimes(List<String> parts, Supplier<String> part) {
    if (random.nextBoolean()) {
      parts.add(part.get());
    }
  }

  private String filter() {
    // ids of one's own stay readable for whoever fills them in
    return TestServer.encoded(condition(0))
        .replace("%7Bown%3A", "{own:")
        .replaceAll("(\\{own:\\d+)%7D", "$1}");
  }

  private String condition(int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 9)) {
      case 0 -> "{}";
      case 1 -> "{\"owner_id\":" + pick(List.of("\"" + victim + "\"", "{\"$ne\":null}")) + "}";
      case 2 -> "{\"_id\":{\"$exists\":true}}";
      case 3 -> "{\"" + pick(FIELDS) + "\":" + operand() + "}";
      case 4, 5 -> "{\"" + pick(FIELDS) + "\":" + operators() + "}";
      case 6 -> "{\"" + pick(FIELDS) + "\":{\"$not\":" + operators() + "}}";
      default ->
          "{\"%s\":[%s,%s]}"
              .formatted(
                  pick(List.of("$or", "$and", "$nor")), condition(depth + 1), condition(depth + 1));
    };
  }

  private String operators() {
    return switch (random.nextInt(9)) {
      case 0 -> "{\"$in\":[" + operand() + "," + operand() + "]}";
      case 1 -> "{\"$nin\":[" + operand() + "]}";
      case 2 -> "{\"$exists\":" + random.nextBoolean() + "}";
      case 3 -> "{\"$regex\":\"" + pick(List.of("^a", ".*", "secret", "b|c", "(a+)+")) + "\"}";
      case 4 -> "{\"$elemMatch\":{\"$gte\":" + random.nextInt(9) + "}}";
      case 5 -> "{\"$size\":2}";
      case 6 -> "{\"$type\":\"" + pick(List.of("string", "int", "array", "null")) + "\"}";
      default ->
          "{\"%s\":%s}"
              .formatted(pick(List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte")), operand());
    };
  }

  private String operand() {
    return switch (random.nextInt(9)) {
      case 0 -> "\"" + id() + "\"";
      case 1 -> "\"secret-of-a\"";
      case 2 -> "null";
      case 3 -> "\"" + "abcdefg".charAt(random.nextInt(7)) + "\"";
      case 4 -> "\"2020-01-01T00:00:00Z\"";
      case 5 -> "{\"n\":" + random.nextInt(3) + "}";
      case 6 -> "[" + random.nextInt(9) + ",\"x\"]";
      default -> Integer.toString(random.nextInt(7));
    };
  }

  private String document() {
    return "{\"s\":\"of-b\",\"n\":%d,\"t\":\"%s\",\"list\":[%d,\"x\"],\"o\":{\"n\":%d}}"
        .formatted(
            random.nextInt(7),
            "abcdefg".charAt(random.nextInt(7)),
            random.nextInt(40),
            random.nextInt(3));
  }

  private String wrapped(String document) {
    return pick(
        List.of(document, "{\"document\":" + document + "}", "{\"data\":" + document + "}"));
  }

  private String bulk() {
    return "[" + document() + "," + document() + (random.nextInt(5) == 0 ? ",1" : "") + "]";
  }

  private String patch() {
    return pick(
        List.of(
            "{\"patch\":{\"n\":" + random.nextInt(7) + "}}",
            "{\"t\":\"z\",\"o\":{\"n\":1}}",
            "{\"$inc\":{\"n\":1}}",
            "{\"$push\":{\"list\":" + random.nextInt(9) + "}}",
            "{\"$unset\":{\"t\":1},\"$set\":{\"o.n\":2}}",
            "{\"$set\":{\"a.$[].b\":1}}",
            "{\"id\":\"" + id() + "\"}"));
  }

  private String pipeline() {
    String match =
        "{\"$match\":"
            + pick(
                List.of(
                    "{}",
                    "{\"s\":\"secret-of-a\"}",
                    "{\"owner_id\":\"" + victim + "\"}",
                    "{\"n\":{\"$gt\":2}}"))
            + "}";
    String then =
        pick(
            List.of(
                "{\"$group\":{\"_id\":\"$n\",\"c\":{\"$sum\":1}}},{\"$sort\":{\"_id\":1}}",
                "{\"$group\":{\"_id\":\"$owner_id\",\"c\":{\"$sum\":1}}}",
                "{\"$count\":\"c\"}",
                "{\"$sort\":{\"_id\":1}},{\"$project\":{\"n\":1}}",
                "{\"$unwind\":\"$list\"},{\"$count\":\"c\"}",
                "{\"$group\":{\"_id\":null,\"all\":{\"$push\":\"$s\"}}}",
                "{\"$unionWith\":\"{collection}\"}",
                "{\"$lookup\":{\"from\":\"shared\",\"localField\":\"n\",\"foreignField\":\"n\",\"as\":\"x\"}}",
                "{\"$facet\":{\"a\":[{\"$count\":\"c\"}]}}"));
    return "{\"pipeline\":[" + match + "," + then + "]}";
  }

  private String id() {
    return own == 0 || random.nextInt(3) == 0 ? foreignId() : "{own:" + recent() + "}";
  }

  /** Of the last ones, since earlier ones are mostly deleted. */
  private int recent() {
    return Math.max(0, own - 1 - random.nextInt(40));
  }

  private String foreignId() {
    return pick(foreign);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
