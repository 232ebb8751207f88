/**
 * In charge of running the whole platform on one machine without containers: one data directory,
 * its servers, and the commands a person gives.
 */
@NullMarked
package dev.minibaas.devstack;

import org.jspecify.annotations.NullMarked;
