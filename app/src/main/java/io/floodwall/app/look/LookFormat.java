package io.floodwall.app.look;

/** How {@code get} prints: columns for people, objects for programs, or names alone. */
public enum LookFormat {
  table,
  wide,
  json,
  yaml,
  name
}
