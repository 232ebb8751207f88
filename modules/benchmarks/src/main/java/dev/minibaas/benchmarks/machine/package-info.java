/** In charge of what the operating system knows of a process: processor time, memory, ports. */
@NullMarked
package dev.minibaas.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
