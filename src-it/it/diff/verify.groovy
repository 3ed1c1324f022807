import groovy.json.JsonSlurper

List<String> builds = new File(basedir, 'build.log').text.split('Building diff').drop(1)
assert builds.size() == 6
assert builds[1].contains('The results are equal in all that both record.')
assert builds[1].contains('Weights: equal in every node that both have.')
assert builds[1].contains('Predictions are not compared: A has none.')

Map diff(String folder) { new JsonSlurper().parse(new File(basedir, "target/$folder/diff.json")) }

List<List<String>> predictions(String folder) {
    List<String> lines = new File(basedir, "target/$folder/predictions.csv").readLines()
    assert lines[0] == 'index,label,predicted'
    lines.drop(1).collect { it.split(',').toList() }
}

// What every one of them says must be so in the files that it is said of.
void requirePredictions(String folder, Map difference) {
    List changed = [predictions('trunk'), predictions(folder)].transpose().findAll { a, b -> a != b }
    assert difference.predictions.images.collect { [it.image as String, it.label, it.a, it.b] } ==
        changed.collect { a, b -> [a[0], a[1], a[2], b[2]] }
    assert difference.predictions.summary.startsWith("Predictions: other for ${changed.size()} of 120 test images")
    assert predictions(folder).count { it[1] == it[2] } == difference.accuracyB.correct
}

Map epochs = diff('epochs')
assert epochs.cause == 'Everything equal but recipe root and general: classPhase.epochs: 2 -> 3'
assert [epochs.parting.node, epochs.parting.phase, epochs.parting.epoch] == ['root', 'class', 3]
assert builds[2].contains('The bits part in the class phase of root, from epoch 3.')
requirePredictions('epochs', epochs)

Map threads = diff('threads')
assert threads.inputs.findAll { it.candidate }*.what == ['determinism.threads']
assert threads.inputs.findAll { !it.candidate }*.what == ['platform']
assert threads.cause == 'Everything equal but recipe determinism.threads: 1 -> 2'
// Whether so small a network has other bits then depends on the machine.
assert !threads.parting || [threads.parting.node, threads.parting.phase, threads.parting.epoch] == ['root', 'class', 1]
assert new File(basedir, 'target/threads/diff.md').text.contains(threads.cause)
requirePredictions('threads', threads)

Map milestone = diff('milestone')
assert milestone.cause ==
    'Everything equal but recipe root and general: classPhase.lrScheduler.milestones[0]: 9 -> 1'
assert [milestone.parting.node, milestone.parting.phase, milestone.parting.epoch] == ['root', 'class', 2]
assert builds[4].contains('The bits part in the class phase of root, from epoch 2.')
requirePredictions('milestone', milestone)

Map pixel = diff('pixel')
assert pixel.cause.startsWith('Everything equal but data train-images-idx3-ubyte: ')
assert [pixel.parting.node, pixel.parting.phase, pixel.parting.epoch] == ['root', 'class', 1]
assert pixel.weights.summary.startsWith('Weights: other in ')
assert pixel.weights.tensors[0].node == 'root'
assert pixel.weights.tensors.every { it.relative > 0 && it.largest > 0 }
assert builds[5].contains(pixel.weights.tensors[0].tensor)
requirePredictions('pixel', pixel)
return true
