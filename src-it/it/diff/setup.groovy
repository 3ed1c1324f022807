// Draws four classes of noisy bars as IDX files, and the same with one pixel of one training image changed.
int side = 28
Random random = new Random(8)

void idx(File file, List<Integer> sizes, byte[] values) {
    file.parentFile.mkdirs()
    file.withDataOutputStream { out ->
        out.writeInt(0x0800 + sizes.size())
        sizes.each { out.writeInt(it) }
        out.write(values)
    }
}

Map<String, byte[]> pixels = [:]
Map<String, byte[]> labels = [:]
[train: 160, test: 120].each { part, count ->
    byte[] drawn = new byte[count * side * side]
    byte[] classes = new byte[count]
    for (int i = 0; i < count; i++) {
        classes[i] = (byte) (i % 4)
        for (int p = 0; p < side * side; p++) {
            // The bars of two classes lie side by side, those of the others across.
            int place = classes[i] < 2 ? p % side : p.intdiv(side)
            boolean bar = place.intdiv(7) == 1 + classes[i] % 2
            drawn[i * side * side + p] = (byte) (random.nextInt(200) + (bar ? 20 : 0))
        }
    }
    pixels[part] = drawn
    labels[part] = classes
}

['data', 'changed'].each { folder ->
    if (folder == 'changed') {
        // Of the first training image, in its middle.
        pixels.train[side * side.intdiv(2) + side.intdiv(2)]++
    }
    pixels.each { part, values ->
        int count = labels[part].length
        idx(new File(basedir, "$folder/$part-images-idx3-ubyte"), [count, side, side], values)
        idx(new File(basedir, "$folder/$part-labels-idx1-ubyte"), [count], labels[part])
    }
}
return true
