import java.awt.image.BufferedImage
import java.nio.ByteBuffer
import java.nio.ByteOrder
import javax.imageio.ImageIO

// The same images of ten classes in four formats: CIFAR-10's binary and Python versions, SVHN's MATLAB files, a table of files.
List<String> names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
int side = 32
int batch = 20

int pixel(int image, int channel, int row, int column) {
    (31 * (image % 10) + 50 * channel + 7 * row + 5 * column + 13 * (image % 7)) % 256
}

/** Channel, row, column: as CIFAR-10 stores them. */
byte[] planes(int image) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * 32 * 32)
    for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                bytes.put((byte) pixel(image, c, y, x))
            }
        }
    }
    bytes.array()
}

void write(File file, byte[] bytes) {
    file.parentFile.mkdirs()
    file.bytes = bytes
}

class Bytes {
    final ByteArrayOutputStream out = new ByteArrayOutputStream()

    /** Text, bytes, and numbers as single bytes. */
    Bytes leftShift(Object part) {
        out.write(part instanceof String ? part.getBytes('ISO-8859-1') : part instanceof byte[] ? part : [part as byte] as byte[])
        this
    }

    Bytes number(int value) {
        this << ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array()
    }

    /** Of a MATLAB file: type, length, and bytes up to a multiple of eight. */
    Bytes element(int type, byte[] bytes) {
        number(type).number(bytes.length) << bytes
        this << new byte[(8 - bytes.length % 8) % 8]
    }

    byte[] done() {
        out.toByteArray()
    }
}

// A pickle in the opcodes of Python 2's cPickle.
byte[] pickledBatch(List<Integer> images) {
    Bytes pickle = new Bytes() << '\u0080\u0002}(U\u0004datacnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK' << 0
    pickle << '\u0085U\u0001b\u0087R(K\u0001K' << images.size() << 'M' << 0 << 12 << '\u0086cnumpy\ndtype\nU\u0002u1K' << 0
    pickle << 'K\u0001\u0087R(K\u0003U\u0001|NNNJ'
    pickle.number(-1) << 'J'
    pickle.number(-1) << 'K' << 0 << 'tb\u0089T'
    pickle.number(images.size() * 3072)
    images.each { pickle << planes(it) }
    pickle << 'tbU\u0006labels]('
    images.each { pickle << 'K' << it % 10 }
    (pickle << 'eu.').done()
}

byte[] pickledNames(List<String> names) {
    Bytes pickle = new Bytes() << '\u0080\u0002}(U\u000blabel_names]('
    names.each { pickle << 'U' << it.length() << it }
    (pickle << 'eu.').done()
}

/** Version 5: X of 32x32x3xN, the first index fastest, and y from 1 to 10, 10 for 0. */
byte[] matlab(List<Integer> images) {
    def matrix = { String name, List<Integer> sizes, byte[] values ->
        Bytes flags = new Bytes().number(9).number(0)
        Bytes dimensions = new Bytes()
        sizes.each { dimensions.number(it) }
        new Bytes().element(6, flags.done()).element(5, dimensions.done()).element(1, name.bytes).element(2, values).done()
    }
    Bytes pixels = new Bytes()
    images.each { image ->
        for (int c = 0; c < 3; c++) {
            for (int x = 0; x < 32; x++) {
                for (int y = 0; y < 32; y++) {
                    pixels << pixel(image, c, y, x)
                }
            }
        }
    }
    byte[] labels = images.collect { (byte) (it % 10 ?: 10) } as byte[]
    Bytes file = new Bytes() << 'MATLAB 5.0 MAT-file'.padRight(116) << new byte[8] << 0 << 1 << 'IM'
    file.element(14, matrix('X', [32, 32, 3, images.size()], pixels.done()))
    file.element(14, matrix('y', [images.size(), 1], labels)).done()
}

String table(File folder, String part, List<Integer> images, List<String> names) {
    'file,label\n' + images.collect { image ->
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB)
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                picture.setRGB(x, y, (pixel(image, 0, y, x) << 16) | (pixel(image, 1, y, x) << 8) | pixel(image, 2, y, x))
            }
        }
        File png = new File(folder, "${part}/${1000 + image}.png")
        png.parentFile.mkdirs()
        assert ImageIO.write(picture, 'png', png)
        "${part}/${png.name},${names[image % 10]}\n"
    }.join('')
}

List<Integer> train = (0..<5 * batch) as List
List<Integer> test = (5 * batch..<6 * batch) as List
[*train.collate(batch), test].eachWithIndex { List<Integer> images, int i ->
    String name = i < 5 ? "data_batch_${i + 1}" : 'test_batch'
    Bytes binary = new Bytes()
    images.each { binary << it % 10 << planes(it) }
    write(new File(basedir, "cifar10-binary/${name}.bin"), binary.done())
    write(new File(basedir, "cifar10-python/${name}"), pickledBatch(images))
}
write(new File(basedir, 'cifar10-binary/batches.meta.txt'), (names.join('\n') + '\n').bytes)
write(new File(basedir, 'cifar10-python/batches.meta'), pickledNames(names))
write(new File(basedir, 'svhn/train_32x32.mat'), matlab(train))
write(new File(basedir, 'svhn/test_32x32.mat'), matlab(test))
File csv = new File(basedir, 'csv')
write(new File(csv, 'train.csv'), table(csv, 'train', train, names).bytes)
write(new File(csv, 'test.csv'), table(csv, 'test', test, names).bytes)
return true
