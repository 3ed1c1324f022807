package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.report.Picture.Anchor;
import io.github.trunkrepro.runtime.report.Picture.Box;
import io.github.trunkrepro.runtime.report.Picture.Mark;
import io.github.trunkrepro.runtime.report.Picture.Tone;
import io.github.trunkrepro.runtime.report.Picture.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * A confusion matrix: a row for each true class, a column for each given one, darker with the share
 * of the row's images; right ones in one colour, wrong ones in another.
 */
final class ConfusionPicture {
  private static final int MARGIN = 12;
  private static final double FONT = 12;
  private static final int SMALL_CELL = 18;
  private static final int LARGE_CELL = 40;

  /** Up to so many classes, cells have room for their counts. */
  private static final int FEW = 20;

  /** So that a single image in a hundred still shows. */
  private static final double FAINTEST = 0.12;

  private ConfusionPicture() {}

  static Picture of(List<String> names, List<List<Long>> confusion) {
    boolean counts = names.size() <= FEW;
    int cell = counts ? LARGE_CELL : SMALL_CELL;
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    double labels = 10 + longest * TreePicture.LETTER * FONT;
    double left = MARGIN + 20 + labels;
    double top = MARGIN + 20 + labels;
    List<Mark> marks = new ArrayList<>();
    marks.add(new Word(left, MARGIN + FONT / 2, "given class", Anchor.START, Tone.MUTED, FONT));
    marks.add(
        new Word(
            MARGIN + FONT / 2,
            top + cell * names.size(),
            "true class",
            Anchor.UPWARDS,
            Tone.MUTED,
            FONT));
    for (int i = 0; i < names.size(); i++) {
      double middle = cell * (i + 0.5);
      marks.add(new Word(left - 6, top + middle, names.get(i), Anchor.END, Tone.INK, FONT));
      marks.add(new Word(left + middle, top - 6, names.get(i), Anchor.UPWARDS, Tone.INK, FONT));
    }
    for (int row = 0; row < names.size(); row++) {
      long images = confusion.get(row).stream().mapToLong(Long::longValue).sum();
      for (int column = 0; column < names.size(); column++) {
        long count = confusion.get(row).get(column);
        double x = left + column * (double) cell;
        double y = top + row * (double) cell;
        double share = count == 0 ? 0 : count / (double) images;
        double strength = count == 0 ? 0.04 : FAINTEST + (1 - FAINTEST) * share;
        Tone tone = count == 0 ? Tone.MUTED : row == column ? Tone.RIGHT : Tone.WRONG;
        String hint = names.get(row) + " given " + names.get(column) + ": " + count;
        marks.add(new Box(x, y, cell - 1, cell - 1, tone, strength, hint));
        if (counts && count > 0) {
          Tone ink = strength > 0.65 ? Tone.PAPER : Tone.INK;
          marks.add(
              new Word(
                  x + cell / 2.0,
                  y + cell / 2.0,
                  Long.toString(count),
                  Anchor.MIDDLE,
                  ink,
                  FONT - 1));
        }
      }
    }
    int size = (int) Math.ceil(left + cell * names.size() + MARGIN);
    return new Picture("Confusion matrix of " + names.size() + " classes", size, size, marks);
  }
}
