String log = new File(basedir, 'build.log').text
assert log.contains('baseline.json')
assert log.contains('mvn trunk:baseline')
assert !log.contains('[DEBUG]') && !log.contains('Exception in')
// The training is kept, so that a baseline can be made of it; nothing made one by itself.
assert new File(basedir, 'target/trunk/manifest.json').isFile()
assert !new File(basedir, 'src/trunk/baseline.json').exists()
