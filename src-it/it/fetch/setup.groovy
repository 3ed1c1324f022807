import java.security.MessageDigest
import java.util.zip.GZIPOutputStream

// A tiny data set in the files of MNIST, and their checksums in the recipe: a server in the build serves it.
void idx(File file, List<Integer> sizes, byte[] values) {
    file.parentFile.mkdirs()
    new DataOutputStream(new GZIPOutputStream(new FileOutputStream(file))).withCloseable { out ->
        out.writeInt(0x0800 + sizes.size())
        sizes.each { out.writeInt(it) }
        out.write(values)
    }
}

void draw(File folder, String part, int count) {
    int side = 8
    byte[] labels = new byte[count]
    byte[] pixels = new byte[count * side * side]
    for (int i = 0; i < count; i++) {
        labels[i] = (byte) (i % 3)
        for (int p = 0; p < side * side; p++) {
            pixels[i * side * side + p] = (byte) (80 * labels[i] + (7 * i + 5 * p) % 60)
        }
    }
    idx(new File(folder, part + '-images-idx3-ubyte.gz'), [count, side, side], pixels)
    idx(new File(folder, part + '-labels-idx1-ubyte.gz'), [count], labels)
}

File served = new File(basedir, 'served')
draw(served, 'train', 60)
draw(served, 't10k', 30)
String checksums = served.listFiles().sort().collect {
    "    ${it.name}: ${MessageDigest.getInstance('SHA-256').digest(it.bytes).encodeHex()}"
}.join('\n')
File recipe = new File(basedir, 'src/trunk/experiment.yaml')
recipe.text = recipe.text.replace('CHECKSUMS', '\n' + checksums)
return true
