/** JSON values made and read with one provider, looked up once. */
@NullMarked
package dev.minibaas.auth.json;

import org.jspecify.annotations.NullMarked;
