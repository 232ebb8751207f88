/**
 * Who may do what: roles of users, policies of roles, and the decision about one act. The decision
 * itself is taken by a function of the database, which policies of row-level security use, too.
 */
@NullMarked
package dev.minibaas.permissions;

import org.jspecify.annotations.NullMarked;
