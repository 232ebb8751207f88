/** What every request of every service goes through, apart from who calls. */
@NullMarked
package dev.minibaas.platform.web;

import org.jspecify.annotations.NullMarked;
