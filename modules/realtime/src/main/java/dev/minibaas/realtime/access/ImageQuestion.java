package dev.minibaas.realtime.access;

/**
 * Do the policies show a row like this?
 *
 * @param stored whether to look at the row that is stored instead, by the image's key
 */
record ImageQuestion(Table table, Image image, boolean stored) {}
