package dev.minibaas.query;

import dev.minibaas.query.federation.Federation;
import java.util.Optional;

/** The federation, where a Trino server is configured. */
record FederatedSql(Optional<Federation> federation) {}
