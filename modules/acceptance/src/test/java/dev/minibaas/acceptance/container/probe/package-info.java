/** The probe: an application as a service would be, which tells what it was given. */
@NullMarked
package dev.minibaas.acceptance.container.probe;

import org.jspecify.annotations.NullMarked;
