package io.floodwall.app.broker;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data folder that cannot be used; the message says which, why, and what to do about it.
 *
 * <p>{@link #problem()} is for code that wants to react; the message is for people.
 */
public final class FolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the folder. */
  public enum Problem {
    /** Another process, or another broker of this one, is working in it. */
    IN_USE,
    /** There is a file where the folder should be. */
    NOT_A_FOLDER,
    /** It holds something else, not floodwall data. */
    NOT_FLOODWALL_DATA,
    /** Data was expected, and there is none. */
    NO_DATA,
    /** A newer floodwall wrote it. */
    NEWER_FORMAT,
    /** It is floodwall data, but a part is missing or unreadable. */
    DAMAGED,
    /** The operating system refused to read or write: permissions, a failing disk. */
    NOT_WRITABLE,
    /** Too little space is left on its disk to start. */
    DISK_FULL
  }

  private final Problem problem;

  FolderException(
      Problem problem, Path folder, String why, String whatToDo, @Nullable Throwable cause) {
    super("cannot use " + folder + " as data folder: " + why + ". " + whatToDo + ".", cause);
    this.problem = problem;
  }

  FolderException(Problem problem, Path folder, String why, String whatToDo) {
    this(problem, folder, why, whatToDo, null);
  }

  /** An operation on the folder's files failed; {@code doing} completes "failed while ...". */
  static FolderException io(Path folder, String doing, Exception cause) {
    return new FolderException(
        Problem.NOT_WRITABLE,
        folder,
        reason(cause) + " (while " + doing + ")",
        "The folder must be on a disk with free space, and this user must be able to read and write"
            + " it; choose another folder if that cannot be",
        cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "permission denied for " + denied.getFile();
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
  }

  public Problem problem() {
    return problem;
  }
}
