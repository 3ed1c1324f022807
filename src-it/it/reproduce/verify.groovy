import com.sun.net.httpserver.HttpServer
import groovy.json.JsonSlurper

def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
String goal = 'io.github.trunkrepro:trunk-maven-plugin:' + pluginVersion + ':reproduce'

String git(File folder, String... arguments) {
    List<String> settings = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.com', '-c', 'commit.gpgsign=false']
    Process process = new ProcessBuilder(['git'] + settings + (arguments as List))
        .directory(folder).redirectErrorStream(true).start()
    String said = process.inputStream.text
    assert process.waitFor() == 0: said
    said.trim()
}

// Images of three shades, in the files of MNIST.
void idx(File file, List<Integer> sizes, byte[] values) {
    file.parentFile.mkdirs()
    new DataOutputStream(new FileOutputStream(file)).withCloseable { out ->
        out.writeInt(0x0800 + sizes.size())
        sizes.each { out.writeInt(it) }
        out.write(values)
    }
}
void draw(File folder, String part, int count) {
    byte[] labels = new byte[count]
    byte[] pixels = new byte[count * 64]
    for (int i = 0; i < count; i++) {
        labels[i] = (byte) (i % 3)
        for (int p = 0; p < 64; p++) {
            pixels[i * 64 + p] = (byte) (80 * labels[i] + (7 * i + 5 * p) % 60)
        }
    }
    idx(new File(folder, part + '-images-idx3-ubyte'), [count, 8, 8], pixels)
    idx(new File(folder, part + '-labels-idx1-ubyte'), [count], labels)
}

File root = File.createTempDir('trunk-reproduce-', '')
try {
    git(root, '--version')
} catch (IOException e) {
    println 'skipped: there is no git here'
    root.deleteDir()
    return true
}
HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
try {
    // The keys of it/verify-manifest.
    File key = new File(root, 'key.pem')
    File publicKey = new File(root, 'key.pub.pem')
    File otherKey = new File(root, 'other.pub.pem')
    key.text = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n'
    publicKey.text = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n'
    otherKey.text = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n-----END PUBLIC KEY-----\n'

    // Somebody trains, accepts, commits, signs and publishes.
    File data = new File(root, 'data')
    draw(data, 'train', 90)
    draw(data, 't10k', 30)
    File origin = new File(root, 'origin')
    File project = builds.project(new File(origin, 'networks/shades'))
    File pom = new File(project, 'pom.xml')
    pom.text = pom.text.replace('ORIGIN', origin.toURI().toString().replace('file:/', 'file:///'))
    new File(origin, '.gitignore').text = 'target/\n'
    git(root, 'init', '-q', 'origin')
    git(origin, 'add', '.')
    git(origin, 'commit', '-q', '-m', 'first')
    File published = new File(root, 'published')
    String[] deploy = ['deploy', '-Ddata=' + data, '-DaltDeploymentRepository=published::' + published.toURI(),
        '-Dtrunk.signingKey=' + key]
    builds.fails(folder: project, online: true, 'package', '-Ddata=' + data)
    builds.succeeds(folder: project, 'trunk:baseline', '-Ddata=' + data)
    git(origin, 'add', '.')
    git(origin, 'commit', '-q', '-m', 'second')
    builds.succeeds([folder: project, online: true], deploy)
    String commit = git(origin, 'rev-parse', 'HEAD')
    String identity = new JsonSlurper().parse(new File(project, 'target/trunk/materials.json')).identity

    // From its folder, in a folder without anything.
    File empty = new File(root, 'empty')
    empty.mkdir()
    String run = '-Dtrunk.manifest=' + new File(project, 'target/trunk')
    String said = builds.succeeds(folder: empty, goal, run, '-Dtrunk.publicKey=' + publicKey)
    assert said =~ /signed by the key [0-9a-f]{64}, for ever/
    assert said.contains('checked out ' + commit)
    assert said =~ /[1-9]\d* phases trained, 0 taken from the node cache/
    assert said =~ /bitwise equal: tree, weights and accuracy .*; identity ${identity}/
    Map found = new JsonSlurper().parse(new File(empty, 'target/trunk-reproduce/reproduction.json'))
    assert found.verdict == 'bitwise-equal' && found.identity == identity && found.original == identity
    Map difference = new JsonSlurper().parse(new File(empty, 'target/trunk-reproduce/diff.json'))
    assert difference.weights.summary == 'Weights: equal in every node that both have.'
    assert difference.predictions.summary.startsWith('Predictions: other for 0 of 30 test images')
    said = builds.fails(folder: empty, goal, '-Dtrunk.manifest=target/trunk-reproduce/run')
    assert said.contains('where its reproduction would be written over it')

    // The run in the folder, but not what was published, is signed again, until a day that is over.
    builds.succeeds(folder: project, 'package', '-Ddata=' + data, '-Dtrunk.signingKey=' + key, '-Dtrunk.signatureExpires=2001-01-01')
    said = builds.fails(folder: empty, goal, run, '-Dtrunk.publicKey=' + publicKey)
    assert said.contains('expired: it held until 2001-01-01') && !said.contains('phases trained')

    // A stranger: with the coordinates alone, a local repository that is empty, and images that lie elsewhere.
    server.createContext('/') { exchange ->
        File file = new File(published, exchange.requestURI.path)
        if (file.isFile()) {
            exchange.sendResponseHeaders(200, file.length())
            exchange.responseBody.write(file.bytes)
        } else {
            exchange.sendResponseHeaders(404, -1)
        }
        exchange.close()
    }
    server.start()
    String address = 'http://localhost:' + server.address.port
    String settings = new File(basedir.parentFile, 'interpolated-settings.xml').text
    String plugins = (localRepositoryPath as File).toURI()
    File stranger = new File(root, 'settings.xml')
    stranger.text = settings
        .replace('<repositories>', '<repositories><repository><id>published</id><url>' + address + '</url></repository>')
        .replaceAll(/<((?:plugin)?[rR]epositor)ies>/) { all, one ->
            "<${one}ies><${one}y><id>plugins</id><url>${plugins}</url></${one}y>"
        }
    File elsewhere = new File(root, 'elsewhere')
    assert data.renameTo(elsewhere)
    File local = new File(root, 'local-repository')
    Map asStranger = [folder: empty, settings: stranger, repository: local, online: true]
    String coordinates = '-Dtrunk.manifest=com.example:reproduce:1.0.0-SNAPSHOT'
    said = builds.fails(asStranger, goal, coordinates)
    assert said.contains("The run's images were in ${data}, and nothing is there now.")
    said = builds.succeeds(asStranger, goal, coordinates, '-Dtrunk.data=' + elsewhere)
    assert said =~ /bitwise equal: .*; identity ${identity}/
    assert said =~ /signed by the key [0-9a-f]{64}, which is not verified; name it with -Dtrunk.publicKey=FILE/

    // By the archive's address.
    File archive = new File(published, 'com/example/reproduce/1.0.0-SNAPSHOT').listFiles().find { it.name.endsWith('-trunk.jar') }
    String jar = published.toPath().relativize(archive.toPath())
    said = builds.succeeds(folder: empty, online: true, goal, "-Dtrunk.manifest=${address}/${jar}", '-Dtrunk.data=' + elsewhere,
        '-Dtrunk.publicKey=' + publicKey)
    assert said =~ /signed by the key [0-9a-f]{64}, for ever/
    assert said =~ /bitwise equal: .*; identity ${identity}/
    said = builds.fails(folder: empty, online: true, goal, "-Dtrunk.manifest=${address}/nothing.jar")
    assert said.contains('which answers HTTP status 404')

    // What cannot be had as it was ends before anything is trained.
    Closure refuses = { Map options, String... words ->
        String text = builds.fails([folder: empty] + options, *([goal] + (words as List)))
        assert !text.contains('phases trained')
        text
    }
    File altered = new File(root, 'altered')
    builds.copy(elsewhere, altered)
    File images = new File(altered, 'train-images-idx3-ubyte')
    byte[] bytes = images.bytes
    bytes[100] = (byte) (bytes[100] ^ 1)
    images.bytes = bytes
    said = refuses([:], run, '-Dtrunk.data=' + altered)
    assert said.contains('are not those of the run') && said.contains('train-images-idx3-ubyte: expected SHA-256')

    File other = new File(root, 'other')
    git(root, 'init', '-q', 'other')
    said = refuses([:], run, '-Dtrunk.data=' + elsewhere, '-Dtrunk.repository=' + other)
    assert said.contains("The repository ${other} has no commit ${commit}")
    said = refuses([:], run, '-Dtrunk.data=' + elsewhere, '-Dtrunk.repository=' + new File(root, 'nowhere'))
    assert said.contains('cannot be cloned')

    File library = new File(local, 'ai/djl/api').listFiles().find { it.directory }.listFiles().find { it.name.endsWith('.jar') }
    library << 'changed'
    said = refuses(asStranger, coordinates, '-Dtrunk.data=' + elsewhere)
    assert said.contains('1 of the') && said.contains('ai.djl:api:jar:') && said.contains(library.path)

    said = refuses([:], run, '-Dtrunk.publicKey=' + otherKey)
    assert said.contains('is signed by another key')
    said = refuses(asStranger, coordinates, '-Dtrunk.publicKey=' + otherKey)
    assert said.contains('is signed by another key')
    said = refuses([:], run, '-Dtrunk.publicKey=' + new File(root, 'nowhere.pem'))
    assert said.contains('<publicKey> (trunk.publicKey) is') && said.contains('there is no such file')
    File unsigned = new File(root, 'unsigned')
    builds.copy(new File(project, 'target/trunk'), unsigned)
    assert new File(unsigned, 'statement.dsse.json').delete()
    said = refuses([:], '-Dtrunk.manifest=' + unsigned, '-Dtrunk.publicKey=' + publicKey)
    assert said.contains('is not signed')

    said = refuses([:])
    assert said.contains('<manifest> (trunk.manifest) is missing')
    File tampered = new File(root, 'tampered')
    builds.copy(new File(project, 'target/trunk'), tampered)
    new File(tampered, 'tree.json') << ' '
    said = refuses([:], '-Dtrunk.manifest=' + tampered)
    assert said.contains('is not as it was written')

    // Made of a file that no commit has: nothing to check out, unless the recipe is all that is needed.
    new File(project, 'notes.txt').text = 'new\n'
    builds.succeeds(folder: project, 'package', '-Ddata=' + elsewhere, '-Dtrunk.failOnDrift=false')
    said = refuses([:], run)
    assert said.contains('differ from every commit: networks/shades/notes.txt')
    said = builds.succeeds(folder: empty, goal, run, '-Dtrunk.checkout=false')
    assert said.contains('bitwise equal')
} finally {
    server.stop(0)
    root.deleteDir()
}
return true
