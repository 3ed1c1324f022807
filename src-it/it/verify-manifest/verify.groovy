import java.util.zip.ZipFile

def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
String goal = 'io.github.trunkrepro:trunk-maven-plugin:' + pluginVersion + ':verify-manifest'

File run = new File(basedir, 'target/trunk')
File jar = new File(basedir, 'target/verify-manifest-1.0.0-SNAPSHOT-trunk.jar')
String log = new File(basedir, 'build.log').text
assert log.contains('verified ' + run)
String identity = (log =~ /identity ([0-9a-f]{64})/)[0][1]
List<String> published = new ZipFile(jar).withCloseable { zip -> zip.entries().collect { it.name } }
['manifest.json', 'materials.json', 'statement.json', 'baseline.json'].each { name ->
    assert published.any { it.endsWith('/verify-manifest/' + name) }
}

// Without a project: the artifact from the local repository, by its coordinates.
File empty = new File(basedir, 'empty')
empty.mkdir()
String said = builds.succeeds(folder: empty, goal, '-Dtrunk.network=com.example:verify-manifest:1.0.0-SNAPSHOT')
assert said.contains('identity ' + identity)

// Signed with a key from a file, and verified with its public half: in the archive as in the folder.
File key = new File(basedir, 'key.pem')
File publicKey = new File(basedir, 'key.pub.pem')
File otherKey = new File(basedir, 'other.pub.pem')
key.text = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n'
publicKey.text = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n'
otherKey.text = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n-----END PUBLIC KEY-----\n'
said = builds.fails(folder: empty, goal, '-Dtrunk.network=' + jar, '-Dtrunk.publicKey=' + publicKey)
assert said.contains('is not signed')
said = builds.succeeds('package', '-Dtrunk.signingKey=' + key, '-Dtrunk.signatureExpires=2199-12-31')
assert !said.contains('MC4CAQ')
[run, jar].each { place ->
    said = builds.succeeds(folder: empty, goal, '-Dtrunk.network=' + place, '-Dtrunk.publicKey=' + publicKey)
    assert said =~ /signed by the key [0-9a-f]{64}, until 2199-12-31/
}
said = builds.fails(folder: empty, goal, '-Dtrunk.network=' + jar, '-Dtrunk.publicKey=' + otherKey)
assert said.contains('is signed by another key')
builds.succeeds('package', '-Dtrunk.signingKey=' + key, '-Dtrunk.signatureExpires=2001-01-01')
said = builds.fails(folder: empty, goal, '-Dtrunk.network=' + jar, '-Dtrunk.publicKey=' + publicKey)
assert said.contains('expired: it held until 2001-01-01')
assert !new File(run, 'fork.log').text.contains('MC4CAQ')
said = builds.fails('package', '-Dtrunk.signingKey=' + publicKey)
assert said.contains('expected an Ed25519 key in PEM without a password, found a PUBLIC KEY')

// Faults in two files of a folder, each by its name; the folder's own run is left alone.
File tampered = new File(basedir, 'tampered')
builds.copy(run, tampered)
File weights = new File(tampered, 'nodes/root.safetensors')
byte[] bytes = weights.bytes
bytes[bytes.length - 1] = (byte) (bytes[bytes.length - 1] ^ 1)
weights.bytes = bytes
File manifest = new File(tampered, 'manifest.json')
manifest.text = manifest.text.replaceFirst('"seed": 11', '"seed": 12')
said = builds.fails(folder: empty, goal, '-Dtrunk.network=' + tampered)
assert said.contains('weights: node root, SHA-256 of the tensors in nodes/root.safetensors')
assert said.contains('statement: statement.json, SHA-256 of nodes/root.safetensors')
assert said.contains('recipe: seed, by the recipe: expected 11, found 12')
assert said.contains('identity: SHA-256 of what is reproducible')
assert !said.contains('Exception in')

// An archive with one bit changed: its bytes stand in it as they are.
File other = new File(basedir, 'other.jar')
bytes = jar.bytes
bytes[bytes.length.intdiv(2)] = (byte) (bytes[bytes.length.intdiv(2)] ^ 4)
other.bytes = bytes
said = builds.fails(folder: empty, goal, '-Dtrunk.network=' + other)
assert said.contains('is not as it was written')

said = builds.fails(folder: empty, goal, '-Dtrunk.network=org.example:nothing:1')
assert said.contains('<network> (trunk.network) is org.example:nothing:1, which cannot be resolved')
return true
