package dev.minibaas.devstack.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.StackFailure;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenOutlivesIt() {
    int port = FreePort.any();
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("new"), port);
        MongoClient client = MongoClients.create(mongo.uri())) {
      client.getDatabase("a").getCollection("b").insertOne(new Document("x", 1));
    }
    try (EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("new"), port);
        MongoClient client = MongoClients.create(mongo.uri())) {
      assertThat(client.getDatabase("a").getCollection("b").find().first()).containsEntry("x", 1);
    }
  }

  @Test
  void aPortThatIsTakenIsToldAndTheDataStaysFree() {
    try (EmbeddedMongo mongo = EmbeddedMongo.throwaway(FreePort.any())) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory, mongo.port()))
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("the document database does not start");
    }
    EmbeddedMongo.start(directory, FreePort.any()).close();
  }
}
