package io.github.trunkrepro.runtime.dataset;

import java.util.List;
import java.util.Locale;

/**
 * The six ways in which EMNIST is split (Cohen et al., 2017), with their classes in the order of
 * the labels, as torchvision lists them; letters by their capital alone.
 */
public enum EmnistSplit {
  BYCLASS(Names.DIGITS + Names.CAPITALS + "abcdefghijklmnopqrstuvwxyz", 0),
  BYMERGE(Names.DIGITS + Names.CAPITALS + Names.UNLIKE_THEIR_CAPITALS, 0),
  BALANCED(Names.DIGITS + Names.CAPITALS + Names.UNLIKE_THEIR_CAPITALS, 0),
  LETTERS(Names.CAPITALS, 1),
  DIGITS(Names.DIGITS, 0),
  MNIST(Names.DIGITS, 0);

  private static final class Names {
    static final String DIGITS = "0123456789";
    static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static final String UNLIKE_THEIR_CAPITALS = "abdefghnqrt";
  }

  private final String characters;
  private final int firstLabel;

  EmnistSplit(String characters, int firstLabel) {
    this.characters = characters;
    this.firstLabel = firstLabel;
  }

  /** A character for each class. */
  public List<String> classNames() {
    return characters.chars().mapToObj(Character::toString).toList();
  }

  /** Label of the first class in the files. */
  public int firstLabel() {
    return firstLabel;
  }

  /** As in the names of the files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
