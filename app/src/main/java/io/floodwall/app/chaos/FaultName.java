package io.floodwall.app.chaos;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a fault on the command line. */
final class FaultName implements ITypeConverter<FaultKind>, Iterable<String> {
  @Override
  public FaultKind convert(String name) {
    return FaultKind.of(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "no fault is called '" + name + "': use " + String.join(", ", this)));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(FaultKind.values()).map(FaultKind::op).iterator();
  }
}
