String log = new File(basedir, 'build.log').text
// Every mistake at once, each with its place, and nothing was launched.
assert log.contains('src/trunk/experiment.yaml:8:')
assert log.contains('vgg-emnist')
assert log.contains('class_hyperparameters')
assert log.contains('grouping_volatility')
assert !log.contains('Exception in') && !log.contains('\tat ')
// What CI shows beside the lines is all that was written.
File output = new File(basedir, 'target/trunk')
assert output.list() as List == ['code-quality.json']
assert new File(output, 'code-quality.json').text.contains('src/trunk/experiment.yaml')
