import javax.imageio.ImageIO

String log = new File(basedir, 'build.log').text
assert log.contains('values after the training transforms: from -2.0000 to 2.0000, mean ')
assert log.contains('values after the test transforms: from 0.0000 to 1.0000, mean ')
assert log.contains('<versions> (trunk.versions) is 0; it must be from 1 to 100.')

File[] sheets = new File(basedir, 'target/trunk/preview').listFiles().sort { it.name }
assert sheets.length >= 2
sheets.each {
    def sheet = ImageIO.read(it)
    // Four rows; the original and eight versions.
    assert sheet.width > sheet.height
    assert it.bytes == new File(basedir, "target/again/preview/${it.name}").bytes
}
assert !log.contains('ai.djl')
