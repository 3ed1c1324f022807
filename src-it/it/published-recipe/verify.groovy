List<String> builds = new File(basedir, 'build.log').text.split('Building published-recipe').drop(1)
assert builds.size() == 2

// The training ends; what is missing is only the baseline that it is to be compared with.
assert builds[0].contains('src/trunk/hyperparameters.yaml:16:5  dataset.validation has no "from"')
assert builds[0].contains('The TRUNK authors validated on the test images')
assert builds[0].contains('mvn trunk:baseline')
assert new File(basedir, 'target/trunk/manifest.json').isFile()

assert builds[1].contains('src/trunk/experiment.yaml has 3 mistakes:')
assert builds[1] =~ /src\/trunk\/mistaken.yaml:13:\d+  dataset.train.transform\[2\].params: unknown key "n_hole"/
assert builds[1] =~ /src\/trunk\/mistaken.yaml:\d+:13  root.grouping_hyperparameters.epochs: expected a whole number from 1/
assert !builds[1].contains('\tat ')
