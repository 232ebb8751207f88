package dev.minibaas.realtime.access;

/** Do the policies show a row like this? One question is one object, and is compared as such. */
final class ImageQuestion {
  private final Table table;
  private final Image image;
  private final boolean stored;

  /**
   * @param stored whether to look at the row that is stored instead, by the image's key
   */
  ImageQuestion(Table table, Image image, boolean stored) {
    this.table = table;
    this.image = image;
    this.stored = stored;
  }

  Table table() {
    return table;
  }

  Image image() {
    return image;
  }

  boolean stored() {
    return stored;
  }
}
