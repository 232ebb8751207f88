package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;
import java.util.List;

/**
 * Who of these may see what of this change?
 *
 * @param identities who ask; one may be among them more than once
 */
public record Question(Change change, List<Identity> identities) {}
