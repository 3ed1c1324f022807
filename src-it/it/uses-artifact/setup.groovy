import java.awt.BasicStroke
import java.awt.image.BufferedImage
import javax.imageio.ImageIO

// Pictures of the strokes' size, one in colour.
new File(basedir, 'images').mkdirs()
[[2, 14, 26, 14], [14, 2, 14, 26], [3, 3, 25, 25], [25, 3, 3, 25]].eachWithIndex { line, i ->
    def picture = new BufferedImage(28, 28, i == 0 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY)
    def graphics = picture.createGraphics()
    graphics.stroke = new BasicStroke(3)
    graphics.drawLine(*line)
    ImageIO.write(picture, 'png', new File(basedir, "images/line-${i}.png"))
}
return true
