package io.github.trunkrepro.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageInputTest {
  private static final ImageShape GREY = new ImageShape(1, 1, 2);
  private static final ImageShape COLOUR = new ImageShape(3, 1, 2);

  @TempDir Path folder;

  private static BufferedImage picture(int type, int first, int second) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.getRaster().setSample(0, 0, 0, first);
    image.getRaster().setSample(1, 0, 0, second);
    return image;
  }

  @Test
  void aGreyPictureGivesItsValuesAsTheyAre() {
    BufferedImage image = picture(BufferedImage.TYPE_BYTE_GRAY, 128, 255);
    assertThat(ImageInput.of(image).pixels(GREY)).containsExactly(128, 255);
    assertThat(ImageInput.of(image).pixels(COLOUR)).containsExactly(128, 255, 128, 255, 128, 255);
    BufferedImage wide = picture(BufferedImage.TYPE_USHORT_GRAY, 0x8001, 0xFFFF);
    assertThat(ImageInput.of(wide).pixels(GREY)).containsExactly(0x80, 0xFF);
  }

  @Test
  void aGreyFileGivesItsValuesAsTheyAre() throws IOException {
    Path file = folder.resolve("grey.png");
    ImageIO.write(picture(BufferedImage.TYPE_BYTE_GRAY, 7, 128), "png", file.toFile());
    ImageSet images = ImageFiles.read(List.of(file), GREY, UnaryOperator.identity());
    byte[] pixels = new byte[2];
    images.read(0, pixels);
    assertThat(images.size()).isEqualTo(1);
    assertThat(pixels).containsExactly(7, 128);
  }

  @Test
  void coloursGiveTheirChannelsOrTheirLuma() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x0A141E);
    assertThat(ImageInput.of(image).pixels(COLOUR)).containsExactly(255, 10, 0, 20, 0, 30);
    // Pillow's convert("L") of the same colours.
    assertThat(ImageInput.of(image).pixels(GREY)).containsExactly(76, 18);
  }

  @Test
  void anotherSizeCarriesWhatWasExpectedAndFound() {
    ClassifierException.WrongImageSize wide =
        catchThrowableOfType(
            ClassifierException.WrongImageSize.class,
            () ->
                ImageInput.of(new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB)).pixels(COLOUR));
    assertThat(wide.expected()).isEqualTo(COLOUR);
    assertThat(wide.found()).isEqualTo(new ImageShape(3, 4, 5));
    assertThat(wide).hasMessageContainingAll("5 pixels wide and 4 high", "2 by 1");
    assertThatThrownBy(() -> ImageInput.of(COLOUR, new byte[6]).pixels(GREY))
        .isInstanceOf(ClassifierException.WrongImageSize.class)
        .hasMessageContainingAll("3 channels", "1 channel");
    assertThatThrownBy(() -> ImageInput.of(COLOUR, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFileThatCannotBeUsedIsTold() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Path large = folder.resolve("large.png");
    ImageIO.write(new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY), "png", large.toFile());
    Path absent = folder.resolve("absent.png");
    assertThatThrownBy(
            () -> ImageFiles.read(List.of(text, large, absent), GREY, UnaryOperator.identity()))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "3 images", text + " is neither", large + " is 5 pixels", absent + " does not exist");
  }
}
