// Prepares MongoDB; run by mongosh, any number of times. What it needs is in the environment.
// 1. the replica set rs0 of one member  2. the service's user  3. the demo collection and indexes
const { MONGO_INIT_HOST: host, MONGO_DB_NAME: name, MONGO_MOCK_COLLECTION: demo } = process.env;

function say(text) {
  print(`mongo-init: ${text}`);
}

/** Until it answers; the image restarts the server once, when its data is new. */
function connected(attempts) {
  const password = encodeURIComponent(process.env.MONGO_ROOT_PASSWORD);
  try {
    return new Mongo(`mongodb://root:${password}@${host}/?authSource=admin&directConnection=true`);
  } catch (error) {
    if (attempts === 0) throw error;
    sleep(1000);
    return connected(attempts - 1);
  }
}

function primary(admin) {
  while (!admin.hello().isWritablePrimary) sleep(500);
}

/** What a command answers, also when it is refused. */
function asked(database, command) {
  try {
    return database.runCommand(command);
  } catch (error) {
    return { ok: 0, codeName: error.codeName, errmsg: error.message };
  }
}

const connection = connected(60);
const admin = connection.getDB("admin");

const status = asked(admin, { replSetGetStatus: 1 });
if (status.codeName === "NotYetInitialized") {
  // its name in the network: drivers connect to the members that the set names
  const answer = asked(admin, { replSetInitiate: { _id: "rs0", members: [{ _id: 0, host }] } });
  if (answer.ok !== 1) throw new Error(`rs0 can't be made: ${answer.errmsg}`);
  say("replica set rs0 made");
}
primary(admin);

const user = "minibaas_mongo";
const rights = { pwd: process.env.MONGO_API_PASSWORD, roles: [{ role: "dbOwner", db: name }] };
if (admin.getUser(user)) {
  admin.updateUser(user, rights);
} else {
  admin.createUser({ user, ...rights });
}
say(`user ${user} may use ${name}`);

load(`${__dirname}/indexes.js`);
indexes(connection.getDB(name), demo).forEach((line) => say(line));
