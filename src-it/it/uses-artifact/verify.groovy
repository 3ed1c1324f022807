import java.security.MessageDigest

String log = new File(basedir, 'build.log').text

// The service says what trunk:infer says. Its engine runs as it comes, so that last digits may differ.
def answers = { String before ->
    (log =~ /(?m)^${before}(line-\d\.png): (.*)$/).collect { [it[1], it[2].replaceAll(/\(0\.\d+\)|\(1\.0+\)/, ''), (it[2] =~ /\((\d\.\d{4})\)/).collect { p -> p[1] as double }] }
}
def service = answers('service: ')
def infer = answers(/\[INFO\] .*[\/\\]/)
assert service.size() == 4
assert infer.size() == 4
[service, infer].transpose().each { one, other ->
    assert one[0] == other[0]
    assert one[1] == other[1]
    assert one[2].size() > 0
    [one[2], other[2]].transpose().each { p, q -> assert Math.abs(p - q) < 0.001 }
}

// Two builds from nothing, each with a training of its own, publish the same bytes.
def sha256 = { File file -> MessageDigest.getInstance('SHA-256').digest(file.bytes).encodeHex().toString() }
def archives = [1, 2].collect { new File(basedir, "network/target-${it}/network-1.0.0-SNAPSHOT-trunk.jar") }
assert archives.every { it.isFile() }
assert sha256(archives[0]) == sha256(archives[1])
File installed = new File(localRepositoryPath, 'com/example/artifact/network/1.0.0-SNAPSHOT/network-1.0.0-SNAPSHOT-trunk.jar')
assert sha256(installed) == sha256(archives[0])
println "network-1.0.0-SNAPSHOT-trunk.jar: ${installed.length()} bytes, SHA-256 ${sha256(installed)}"
