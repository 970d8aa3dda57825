package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import java.util.Optional;
import org.apache.spark.SparkThrowable;

/** A file that Spark could not read to its end, told to the operator. */
final class ReadFailure {
  private static final String CLASS = "FAILED_READ_FILE";

  private ReadFailure() {}

  /** Nothing if it is another failure. The cause is left out: it could quote the file. */
  static Optional<DataProblem> of(Throwable problem, Origin origin) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataProblem known) {
        return Optional.of(known);
      }
      if (cause instanceof SparkThrowable failure
          && failure.getCondition() != null
          && failure.getCondition().startsWith(CLASS)) {
        String path = failure.getMessageParameters().getOrDefault("path", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Optional.of(TextHead.unreadable(origin.name(), name));
      }
    }
    return Optional.empty();
  }
}
