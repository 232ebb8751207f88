package dev.minibaas.engines.command;

/** An order by one column. Rows without a value come last when it ascends, first otherwise. */
public record Sort(String column, boolean isDescending) {}
