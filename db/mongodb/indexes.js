// The indexes that every listing relies on, and the demo collection. The service makes both itself
// when it first writes; here they are for data that came from elsewhere.

/** Every collection's owner index, and the demo collection with its validator; says what it did. */
function indexes(database, demo) {
  const done = [];
  if (!database.getCollectionNames().includes(demo)) {
    database.createCollection(demo, {
      validator: {
        $jsonSchema: {
          bsonType: "object",
          required: ["owner_id", "name"],
          properties: { name: { bsonType: "string" }, price: { bsonType: "number" } },
        },
      },
      validationLevel: "strict",
      validationAction: "error",
    });
    database.getCollection(demo).createIndex({ owner_id: 1, name: 1 });
    done.push(`collection ${demo} made`);
  }
  for (const { name, type } of database.getCollectionInfos()) {
    if (type === "collection" && !name.startsWith("system.")) {
      database.getCollection(name).createIndex({ owner_id: 1, created_at: -1, _id: -1 });
      done.push(`${name} is indexed by owner`);
    }
  }
  return done;
}

globalThis.indexes = indexes;
