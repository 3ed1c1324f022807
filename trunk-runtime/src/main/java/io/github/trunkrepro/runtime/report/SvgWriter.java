package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.report.Picture.Box;
import io.github.trunkrepro.runtime.report.Picture.Mark;
import io.github.trunkrepro.runtime.report.Picture.Word;
import java.util.Locale;

/** Writes pictures as SVG, which follow the reader's choice of a light or dark background. */
final class SvgWriter {
  private static final String STYLE =
      """
      .paper{fill:#ffffff}.ink{fill:#1b1f24}.muted{fill:#57606a}.right{fill:#0a58ca}.wrong{fill:#b54708}
      text{font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;dominant-baseline:central}
      .start,.upwards{text-anchor:start}.middle{text-anchor:middle}.end{text-anchor:end}
      @media (prefers-color-scheme:dark){
      .paper{fill:#0d1117}.ink{fill:#f0f3f6}.muted{fill:#9198a1}.right{fill:#58a6ff}.wrong{fill:#f0883e}
      }
      """;

  private SvgWriter() {}

  static String write(Picture picture) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\">\n<title>%s</title>\n<style>\n%s</style>\n",
            picture.width(),
            picture.height(),
            picture.width(),
            picture.height(),
            Html.escaped(picture.title()),
            STYLE));
    svg.append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    picture.marks().forEach(mark -> svg.append(element(mark)).append('\n'));
    return svg.append("</svg>\n").toString();
  }

  private static String element(Mark mark) {
    if (mark instanceof Box box) {
      String rectangle =
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill-opacity=\"%s\"",
              name(box.tone()),
              number(box.x()),
              number(box.y()),
              number(box.width()),
              number(box.height()),
              number(box.strength()));
      return box.hint().isEmpty()
          ? rectangle + "/>"
          : rectangle + "><title>" + Html.escaped(box.hint()) + "</title></rect>";
    }
    Word word = (Word) mark;
    String turned =
        word.anchor() == Picture.Anchor.UPWARDS
            ? " transform=\"rotate(-90 " + number(word.x()) + " " + number(word.y()) + ")\""
            : "";
    return String.format(
        Locale.ROOT,
        "<text class=\"%s %s\" x=\"%s\" y=\"%s\" font-size=\"%s\"%s>%s</text>",
        name(word.tone()),
        name(word.anchor()),
        number(word.x()),
        number(word.y()),
        number(word.size()),
        turned,
        Html.escaped(word.text()));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** At most two decimals, none where they are zero. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
