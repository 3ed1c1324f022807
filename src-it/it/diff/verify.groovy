import groovy.json.JsonSlurper

List<String> builds = new File(basedir, 'build.log').text.split('Building diff').drop(1)
assert builds.size() == 4
assert builds[1].contains('The results are equal in all that both record.')

Map diff(File folder) { new JsonSlurper().parse(new File(folder, 'diff.json')) }

Map epochs = diff(new File(basedir, 'target/epochs'))
assert epochs.cause == 'Everything equal but recipe root and general: classPhase.epochs: 2 -> 3'
assert [epochs.parting.node, epochs.parting.phase, epochs.parting.epoch] == ['root', 'class', 3]
assert builds[2].contains('The bits part in the class phase of root, from epoch 3.')

// Whether so small a network has other bits then depends on the machine; what differs does not.
Map threads = diff(new File(basedir, 'target/threads'))
assert threads.inputs.findAll { it.candidate }*.what == ['determinism.threads']
assert threads.inputs.findAll { !it.candidate }*.what == ['platform']
assert new File(basedir, 'target/threads/diff.md').text.contains(threads.cause)
return true
