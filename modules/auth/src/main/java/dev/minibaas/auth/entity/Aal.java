package dev.minibaas.auth.entity;

/** How well a session is authenticated. */
public enum Aal implements Label {
  AAL1,
  AAL2,
  AAL3
}
