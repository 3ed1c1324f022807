import groovy.json.JsonSlurper
import java.security.MessageDigest

List<String> said = new File(basedir, 'build.log').text.split('Building import').drop(1)
assert said.size() == 6
File trunk = new File(basedir, 'target/trunk')

assert said[0].contains('imported 4 nodes of 12 classes from 14 files')
Map manifest = new JsonSlurper().parse(new File(trunk, 'manifest.json'))
assert manifest.version == 'imported-1'
assert manifest.nodes*.importedName == ['root', 'sg1', 'sg2', 'sg6']
assert manifest.sources.size() == 14
manifest.sources.each {
    byte[] digest = MessageDigest.getInstance('SHA-256').digest(new File(basedir, 'authors/' + it.name).bytes)
    assert it.sha256 == digest.encodeHex().toString()
}
assert new File(trunk, 'nodes').list().size() == 4 && new File(trunk, 'tree.json').isFile()

// Both ways to the same network give the same answers.
def accuracy = { it.readLines().findAll { line -> line.contains('test accuracy') }.collect { line -> line - ~/.*test/ } }
assert accuracy(said[1]).size() == 1
assert accuracy(said[1]) == accuracy(said[2])
File second = new File(basedir, 'target/second/imported')
assert new File(second, 'manifest.json').text == new File(trunk, 'manifest.json').text
assert new File(second, 'evaluation.json').text == new File(trunk, 'evaluation.json').text

assert said[3].contains('found "imported-1"')
assert said[4].contains('cannot be imported:') && said[4].contains('sg1.pt is not a PyTorch checkpoint that can be read')
assert !new File(basedir, 'target/third/manifest.json').exists()

// Folded and timed, in files that say so; what was not asked for was not measured.
assert accuracy(said[5]).size() == 1 && accuracy(said[5])[0].endsWith('batch norm folded')
assert said[5].contains('longest path') && said[5].contains('images/s in batches of')
File fast = new File(basedir, 'target/fast/imported')
Map evaluation = new JsonSlurper().parse(new File(fast, 'evaluation.json'))
Map speed = new JsonSlurper().parse(new File(fast, 'speed.json'))
assert evaluation.batchNorm == 'folded' && speed.batchNorm == 'folded'
assert speed.paths*.images.sum() == evaluation.accuracy.images
assert speed.paths.every { it.milliseconds.lowerQuartile > 0 && it.milliseconds.median <= it.milliseconds.upperQuartile }
assert new JsonSlurper().parse(new File(trunk, 'evaluation.json')).batchNorm == 'as-trained'
assert !new File(trunk, 'speed.json').exists()
assert !new File(basedir, 'build.log').text.contains('\tat ')
