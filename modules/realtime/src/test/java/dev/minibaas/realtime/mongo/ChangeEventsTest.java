package dev.minibaas.realtime.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.DocumentChange.Operation;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.codecs.DecoderContext;
import org.junit.jupiter.api.Test;

class ChangeEventsTest {
  /** An event as the server sends it. */
  private static DocumentChange change(String operation, String more) {
    BsonDocument sent =
        BsonDocument.parse(
            """
            {_id: {_data: 'aa'}, operationType: '%s', ns: {db: 'd', coll: 'things'},
             documentKey: {_id: {$oid: '65f000000000000000000001'}}%s}\
            """
                .formatted(operation, more));
    var codec =
        ChangeStreamDocument.createCodec(
            BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry());
    return ChangeEvents.change(
            codec.decode(new BsonDocumentReader(sent), DecoderContext.builder().build()))
        .orElseThrow();
  }

  @Test
  void typesThatJsonHasNotAreTexts() {
    DocumentChange change =
        change(
            "insert",
            """
            , fullDocument: {_id: {$oid: '65f000000000000000000001'}, owner_id: 'ann',
               at: {$date: '2026-11-25T12:00:00.123Z'}, long: {$numberLong: '9007199254740993'},
               exact: {$numberDecimal: '1.10'}, double: 1.5, none: {$numberDouble: 'NaN'},
               bytes: {$binary: {base64: 'AP8=', subType: '00'}}, nested: {list: [1, null, true]},
               min: {$minKey: 1}, text: 'a\\u0000"b', pattern: {$regularExpression: {
               pattern: 'x', options: 'i'}}}\
            """);
    assertThat(change.owner()).isEqualTo("ann");
    assertThat(change.payload().replace(" ", ""))
        .isEqualTo(
            """
            {"operation":"insert","collection":"things","database":"d","fullDocument":{\
            "_id":"65f000000000000000000001","owner_id":"ann","at":"2026-11-25T12:00:00.123Z",\
            "long":9007199254740993,"exact":1.10,"double":1.5,"none":null,"bytes":"AP8=",\
            "nested":{"list":[1,null,true]},"min":null,"text":"a\\u0000\\"b","pattern":"x"},\
            "documentKey":{"_id":"65f000000000000000000001"}}\
            """);
  }

  @Test
  void ownersAreTextsOnly() {
    for (String owner :
        new String[] {
          "['ann', 'bob']",
          "{$gt: ''}",
          "null",
          "{$oid: '65f000000000000000000001'}",
          "1",
          "'ann\\u0000'"
        }) {
      DocumentChange change = change("insert", ", fullDocument: {owner_id: " + owner + "}");
      assertThat(change.owner()).as(owner).isNull();
    }
    assertThat(change("insert", ", fullDocument: {a: {owner_id: 'ann'}}").owner()).isNull();
  }

  @Test
  void whatIsGoneBelongsToWhomItBelongedBefore() {
    assertThat(change("delete", "").owner()).isNull();
    DocumentChange deleted =
        change("delete", ", fullDocumentBeforeChange: {owner_id: 'ann', secret: 's'}");
    assertThat(deleted.owner()).isEqualTo("ann");
    assertThat(deleted.operation()).isEqualTo(Operation.DELETED);
    assertThat(deleted.payload()).contains("\"fullDocument\": null").doesNotContain("secret");
  }

  @Test
  void anUpdateBelongsToWhomItBelongsNow() {
    String given = ", fullDocumentBeforeChange: {owner_id: 'ann'}";
    assertThat(change("update", given + ", fullDocument: {owner_id: 'bob'}").owner())
        .isEqualTo("bob");
    // gone again by the time it was looked up
    assertThat(change("update", given + ", fullDocument: null").owner()).isNull();
    assertThat(
            change(
                    "update",
                    given
                        + ", updateDescription: {updatedFields: {secret: 's'}, removedFields: []}"
                        + ", fullDocument: {owner_id: 'bob'}")
                .payload())
        .doesNotContain("secret");
  }
}
