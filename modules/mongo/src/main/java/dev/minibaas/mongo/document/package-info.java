/**
 * In charge of what clients may say: documents, filters, patches, sorts, pipelines. Everything that
 * leaves this package was built out of names and operators that are allowed one by one.
 */
@NullMarked
package dev.minibaas.mongo.document;

import org.jspecify.annotations.NullMarked;
