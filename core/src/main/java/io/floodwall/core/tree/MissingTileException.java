package io.floodwall.core.tree;

/** A tile that a proof needs is not there, or not wide enough. */
public final class MissingTileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MissingTileException(TileId id, int width, int found) {
    super("tile " + id + " must have " + width + " hashes and has " + found);
  }
}
