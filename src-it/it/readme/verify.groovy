import groovy.json.JsonSlurper

List<String> builds = new File(basedir, 'build.log').text.split('Building Figures').drop(1)
assert builds.size() == 9
assert builds[0].contains('There is no finished run to tell of')
assert builds[4].contains('is of another recipe than')
assert builds[6] =~ /README\.md:\d+:1: is stale: expected .*; write it anew with mvn trunk:readme/
assert builds[8].contains('BUILD SUCCESS')

def json = { new JsonSlurper().parse(new File(basedir, it)) }
def baseline = json('src/trunk/baseline.json')
def manifest = json('target/trunk/manifest.json')

String readme = new File(basedir, 'README.md').text
assert readme.startsWith('# My project\n\nWhat I say myself.\n\n<!-- trunk:readme begin -->\n')
// The order that the paper recommends.
List<Integer> places = ['Summary', 'Environment', 'Train', 'Evaluate', 'Results'].collect { readme.indexOf('## ' + it + '\n') }
assert places.every { it > 0 } && places == places.sort(false)
assert readme.contains('Twelve drawn figures, sorted by a tree.')
assert readme.contains('- ai.djl.pytorch:pytorch-engine:')
assert ['verify-env', 'train', 'infer'].every { readme.contains('mvn trunk:' + it) }
String platform = baseline.platforms.keySet().first()
def accuracy = baseline.platforms[platform].accuracy
String row = readme.readLines().find { it.startsWith('| ' + platform.replace('_', '\\_')) }
assert row.contains("(${accuracy.correct}/${accuracy.images})".replace('(', '\\(').replace(')', '\\)'))
assert row.contains(baseline.platforms[platform].identity.take(12))
assert readme.contains('| seed | 12 |')

String page = new File(basedir, 'docs/architecture.md').text
assert page.contains('![Tree of Figures](tree.svg)')
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'docs/tree.svg')).name() == 'svg'
// Layers sum up to what the manifest says of each node.
def layers = json('target/trunk/architecture.json')
assert layers.nodes.collect { it.id } == manifest.reproducible.nodes.collect { it.id }
layers.nodes.eachWithIndex { node, i ->
  assert node.layers.sum { it.parameters } == manifest.reproducible.nodes[i].parameters
  assert node.layers.sum { it.macs } == manifest.reproducible.nodes[i].macs
}
assert page.contains('| features | Conv2d')
return true
