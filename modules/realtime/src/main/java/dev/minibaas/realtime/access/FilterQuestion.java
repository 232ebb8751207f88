package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.filter.RowFilter;

/** Does this change pass a filter of which memory isn't sure? */
public record FilterQuestion(Change change, RowFilter filter) {}
