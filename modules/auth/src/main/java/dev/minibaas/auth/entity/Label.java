package dev.minibaas.auth.entity;

import java.util.Locale;

/** A value of one of the database's enumerations: the constant's name in lower case. */
public interface Label {
  String name();

  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
