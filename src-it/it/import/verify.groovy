import groovy.json.JsonSlurper
import java.security.MessageDigest

List<String> said = new File(basedir, 'build.log').text.split('Building import').drop(1)
assert said.size() == 5
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
assert !new File(basedir, 'build.log').text.contains('\tat ')
