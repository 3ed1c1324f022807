import java.awt.image.BufferedImage
import javax.imageio.ImageIO

assert ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), 'png', new File(basedir, 'LINE.PNG'))
new File(basedir, 'src/trunk/baseline.json').bytes = new File(basedir, '../trains/src/trunk/baseline.json').bytes
return true
