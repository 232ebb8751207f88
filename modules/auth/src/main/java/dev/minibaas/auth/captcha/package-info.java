/** Whether a call comes from a person. */
@NullMarked
package dev.minibaas.auth.captcha;

import org.jspecify.annotations.NullMarked;
