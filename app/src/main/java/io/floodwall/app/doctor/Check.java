package io.floodwall.app.doctor;

import java.util.List;

/** One kind of thing to look at on a cluster. */
interface Check {
  /** What it is called in findings. */
  String name();

  /** Looks, and tells at least one finding. */
  List<Finding> look(Patient patient);
}
