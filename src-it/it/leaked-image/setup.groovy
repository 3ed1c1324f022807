import java.awt.image.BufferedImage
import javax.imageio.ImageIO

// Folders of images of three classes; two of the test images stand in the training set too, one of them
// under another class.
void write(String file, int seed) {
    Random random = new Random(seed)
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY)
    for (int i = 0; i < 64; i++) {
        image.raster.setSample(i % 8, i.intdiv(8), 0, random.nextInt(256))
    }
    File png = new File(basedir, 'data/' + file)
    png.parentFile.mkdirs()
    assert ImageIO.write(image, 'png', png)
}

['one', 'three', 'two'].eachWithIndex { name, c ->
    20.times { write("train/${name}/${100 + it}.png", 1000 * c + it) }
    8.times { write("test/${name}/${100 + it}.png", 1000 * c + 500 + it) }
}
write('test/one/leaked.png', 7)
write('test/two/other.png', 1004)
return true
