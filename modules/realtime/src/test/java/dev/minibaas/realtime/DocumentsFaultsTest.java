package dev.minibaas.realtime;

import static dev.minibaas.realtime.DocumentsNode.ANN;
import static dev.minibaas.realtime.DocumentsNode.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.mongo.EmbeddedMongo;
import dev.minibaas.realtime.DocumentsNode.Heard;
import dev.minibaas.realtime.mongo.MongoSourceState.Kind;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.net.InetSocketAddress;
import java.util.Map;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MongoDB that isn't there, or has no change streams; PostgreSQL whose connections end. */
@ExtendWith(PostgresExtension.class)
class DocumentsFaultsTest {
  private static final String SLOT = "documents_faults_" + ProcessHandle.current().pid();

  private final TestDatabase database;
  private final int port = FreePort.any();
  private final Map<String, String> settings = Map.of("MONGO_URI", "mongodb://127.0.0.1:" + port);
  private DocumentsNode node;

  DocumentsFaultsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    database.execute(
        """
        create table public.notes (id int primary key);
        grant select on public.notes to service_role;
        alter publication supabase_realtime add table public.notes;
        """);
    node = new DocumentsNode(database, SLOT, settings);
  }

  @AfterEach
  void stop() {
    node.close();
    database.execute("drop table public.notes");
    database.execute(Slots.drop(SLOT));
  }

  /** Answers as a MongoDB does that is no replica set. */
  private static final class Standalone extends H2Backend {
    private Standalone() {
      super(MVStore.open(null));
    }

    @Override
    public de.bwaldvogel.mongo.bson.Document handleMessage(MongoMessage message) {
      if (message.getDocument().containsKey("aggregate")) {
        throw new MongoServerError(40_573, "$changeStream is only supported on replica sets");
      }
      return super.handleMessage(message);
    }
  }

  private void awaitKind(Kind kind) {
    DocumentsNode.await(kind.name(), () -> node.module().documents().kind() == kind);
  }

  private void insert(int n) {
    try (MongoClient client = MongoClients.create(settings.get("MONGO_URI"))) {
      client
          .getDatabase("mini_baas")
          .getCollection("things")
          .insertOne(new Document("n", n).append("owner_id", "ann"));
    }
  }

  @Test
  void tablesGoOnWhileMongoIsAwayAndDocumentsWhenItIsBack() {
    Heard tables = node.hear(SERVICE, "pg/notes/*");
    Heard ann = node.hear(ANN, "mongo/things/*");
    try (var mongo = EmbeddedMongo.throwaway(port)) {
      awaitKind(Kind.READING);
      insert(1);
      ann.await(1);
    }
    awaitKind(Kind.DOWN);
    database.execute("insert into public.notes values (1)");
    tables.await(1);
    int gaps = ann.gaps();
    try (var mongo = EmbeddedMongo.throwaway(port)) {
      // a server that knows nothing of before
      DocumentsNode.await("a gap", () -> ann.gaps() > gaps);
      awaitKind(Kind.READING);
      insert(2);
      assertThat(ann.await(2).texts())
          .containsExactly("mongo/things/inserted 1", "mongo/things/inserted 2");
    }
    assertThat(tables.gaps()).isZero();
  }

  @Test
  void noChangeIsLostOrTwiceWhenPostgresqlEndsTheConnections() {
    try (var mongo = EmbeddedMongo.throwaway(port)) {
      awaitKind(Kind.READING);
      Heard ann = node.hear(ANN, "mongo/things/*");
      insert(1);
      int gaps = ann.await(1).gaps();
      for (int n = 2; n <= 30; n++) {
        insert(n);
        if (n % 10 == 0) {
          database.execute(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where datname = current_database() and usename = 'minibaas_realtime'");
        }
      }
      ann.await(30);
      assertThat(ann.events().stream().map(event -> String.valueOf(Heard.n(event))))
          .doesNotHaveDuplicates()
          .hasSize(30)
          .startsWith("1", "2", "3")
          .endsWith("29", "30");
      assertThat(ann.gaps()).isEqualTo(gaps);
    }
  }

  @Test
  void aServerWithoutChangeStreamsIsNamedAsTheReason() {
    var plain = new MongoServer(new Standalone());
    plain.bind(new InetSocketAddress("127.0.0.1", port));
    try {
      awaitKind(Kind.OFF);
      assertThat(node.module().documents().reason()).contains("no change streams");
      database.execute("insert into public.notes values (1)");
      node.hear(SERVICE, "pg/notes/*");
    } finally {
      plain.shutdownNow();
    }
  }
}
