import groovy.json.JsonSlurper

List<String> said = new File(basedir, 'build.log').text.split('Building formats').drop(1)
assert said.size() == 4
said.each { assert it.contains('there is no baseline to compare with'): it }

def results = ['cifar10-binary', 'cifar10-python', 'svhn', 'csv'].collect {
    new JsonSlurper().parse(new File(basedir, "target/${it}/manifest.json")).reproducible
}
// What is trained depends on pixels and labels, not on how they were stored.
assert results.collect { it.nodes*.phases*.weightsDigest }.toSet().size() == 1
assert results.every { it.nodes[0].phases[0].weightsDigest ==~ /[0-9a-f]{64}/ }
assert results*.test*.accuracy.toSet().size() == 1
// Each knows its own files.
assert results*.data*.files.toSet().size() == 4
return true
