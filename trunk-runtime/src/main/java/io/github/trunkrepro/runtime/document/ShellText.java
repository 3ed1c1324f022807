package io.github.trunkrepro.runtime.document;

/** Commands that a user can copy into a POSIX shell. */
public final class ShellText {
  private ShellText() {}

  /** An argument as a shell takes it: as it is where nothing in it is special, else in quotes. */
  public static String word(String argument) {
    return argument.matches("[\\w.=,+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
