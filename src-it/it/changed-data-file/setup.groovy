// Draws a tiny IDX data set of three classes, and a second one that differs in one pixel.
void idx(File file, List<Integer> sizes, byte[] values) {
    file.parentFile.mkdirs()
    file.withDataOutputStream { out ->
        out.writeInt(0x0800 + sizes.size())
        sizes.each { out.writeInt(it) }
        out.write(values)
    }
}

void draw(File folder, String part, int count, int changedPixel) {
    int side = 8
    byte[] labels = new byte[count]
    byte[] pixels = new byte[count * side * side]
    for (int i = 0; i < count; i++) {
        labels[i] = (byte) (i % 3)
        for (int p = 0; p < side * side; p++) {
            pixels[i * side * side + p] = (byte) (80 * labels[i] + (7 * i + 5 * p) % 60)
        }
    }
    if (changedPixel >= 0) {
        pixels[changedPixel]++
    }
    idx(new File(folder, part + '-images-idx3-ubyte'), [count, side, side], pixels)
    idx(new File(folder, part + '-labels-idx1-ubyte'), [count], labels)
}

draw(new File(basedir, 'data'), 'train', 60, -1)
draw(new File(basedir, 'data'), 'test', 30, -1)
draw(new File(basedir, 'changed'), 'train', 60, 1000)
draw(new File(basedir, 'changed'), 'test', 30, -1)
