/**
 * In charge of MongoDB: the only package that knows the driver. A collection leaves it in one form
 * only, narrowed to one owner.
 */
@NullMarked
package dev.minibaas.mongo.store;

import org.jspecify.annotations.NullMarked;
