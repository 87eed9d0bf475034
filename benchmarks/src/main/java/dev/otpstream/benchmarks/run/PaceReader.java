package dev.otpstream.benchmarks.run;

import dev.otpstream.benchmarks.load.Pace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --rate}. */
public final class PaceReader implements ITypeConverter<Pace> {
  @Override public Pace convert(String text) {
    try {
      return Pace.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
