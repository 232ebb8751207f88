/**
 * Where a registered database is: its connection string read strictly, its options by allow-list,
 * its addresses resolved and tested, and the sockets that go to a tested address and nowhere else.
 */
@NullMarked
package dev.minibaas.engines.target;

import org.jspecify.annotations.NullMarked;
