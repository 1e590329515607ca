package io.floodwall.app.look;

/** How {@code get} prints: columns for people, objects for programs, or names alone. */
enum LookFormat {
  table,
  wide,
  json,
  yaml,
  name
}
