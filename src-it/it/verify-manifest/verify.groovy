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
