package io.floodwall.app.arch.broken.wire;

/** Stands for a generated class. */
public final class Generated {}
