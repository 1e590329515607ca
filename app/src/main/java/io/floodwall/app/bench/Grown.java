package io.floodwall.app.bench;

/** A part of the wall that has grown to a size, whose next steps can be timed. */
interface Grown {
  /** How many things of its kind there are. */
  long size();

  /** Runs some more steps and answers what one of them took, in processor time. */
  double stepNanos();

  /** Heap or disk for each thing that is kept; 0 where there are too few to tell. */
  double bytesEach();

  /** Something that depends on all that was done, so that the compiler cannot leave it out. */
  default long folded() {
    return 0;
  }
}
