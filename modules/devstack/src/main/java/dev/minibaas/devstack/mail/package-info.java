/** In charge of catching the mail the platform sends, and showing it. */
@NullMarked
package dev.minibaas.devstack.mail;

import org.jspecify.annotations.NullMarked;
