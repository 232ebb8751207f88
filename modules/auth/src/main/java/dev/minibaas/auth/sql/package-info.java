/** Transactions as callbacks on the module's data source, and statements with bound values. */
@NullMarked
package dev.minibaas.auth.sql;

import org.jspecify.annotations.NullMarked;
