import groovy.json.JsonSlurper
import java.security.MessageDigest

List<String> builds = new File(basedir, 'build.log').text.split('Building export').drop(1)
assert builds.size() == 4
assert builds[0].contains('There is no finished run to export')

File trunk = new File(basedir, 'target/trunk')
def json = { new JsonSlurper().parse(new File(trunk, it)) }
def manifest = json('manifest.json')

// The goal itself validates it against the official schema.
def bom = json('bom.cdx.json')
def model = bom.metadata.component
assert model.components.size() == manifest.reproducible.nodes.size()
def metrics = model.modelCard.quantitativeAnalysis.performanceMetrics
assert metrics.size() == 1 + manifest.reproducible.test.perClass.size()
assert metrics[0].value as BigDecimal == manifest.reproducible.test.accuracy.value
def materials = json('materials.json')
assert bom.components.size() == materials.origin.classPath.size() + materials.natives.size()
assert bom.components.any { it.name == 'pytorch-native-cpu' && it.hashes[0].content.length() == 64 }

def crate = json('ro-crate-metadata.json')
def entities = crate['@graph'].collectEntries { [it['@id'], it] }
assert entities['ro-crate-metadata.json'].about == ['@id': './']
List<String> parts = entities['./'].hasPart.collect { it['@id'] }
assert parts.containsAll(['manifest.json', 'recipe.json', 'tree.json', 'nodes/root.safetensors', 'statement.json', 'baseline.json', 'bom.cdx.json', 'reproducibility.md'])
parts.each { name ->
  byte[] content = new File(trunk, name).bytes
  assert entities[name]['@type'] == 'File'
  assert entities[name].sha256 == MessageDigest.getInstance('SHA-256').digest(content).encodeHex().toString()
}
// Every reference leads somewhere, but the specification's own.
def references = []
def collect
collect = { node ->
  if (node instanceof Map) {
    if (node.keySet() == ['@id'] as Set) references << node['@id'] else node.values().each(collect)
  } else if (node instanceof List) node.each(collect)
}
collect(crate['@graph'])
assert (references.toSet() - entities.keySet()) == ['https://w3id.org/ro/crate/1.1'] as Set

String list = new File(trunk, 'reproducibility.md').text
assert list.contains('| Doc. \\(documentation\\) | done | README.md')
assert list.contains('| SA \\(sensitivity analysis\\) | not done |')
assert list.contains('| HW \\(hardware\\) | done | manifest.json: platform ')
return true
