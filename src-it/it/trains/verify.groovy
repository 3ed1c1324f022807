String log = new File(basedir, 'build.log').text
assert log.contains('mvn trunk:baseline')
assert new File(basedir, 'src/trunk/baseline.json').isFile()

File trunk = new File(basedir, 'target/trunk')
assert new File(trunk, 'manifest.json').isFile()
assert new File(trunk, 'tree.json').isFile()
assert trunk.listFiles().any { it.name.endsWith('.safetensors') } ||
    trunk.listFiles().findAll { it.isDirectory() }.any { it.listFiles().any { f -> f.name.endsWith('.safetensors') } }

// What was trained once is not trained again.
String third = log.substring(log.lastIndexOf('trunk-maven-plugin'))
assert third.contains('reused from the cache')
assert log.count('BUILD FAILURE') == 1
assert log.count('BUILD SUCCESS') == 2
