/** In charge of the application server's process: its environment, its start, its end. */
@NullMarked
package dev.minibaas.devstack.server;

import org.jspecify.annotations.NullMarked;
