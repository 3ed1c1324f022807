import com.sun.net.httpserver.HttpServer

def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// A server that hangs up in the middle of the first answer and serves ranges from then on.
List<String> requests = Collections.synchronizedList([])
File served = new File(basedir, 'served')
HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/data/') { exchange ->
    String name = exchange.requestURI.path.substring('/data/'.length())
    String range = exchange.requestHeaders.getFirst('Range')
    requests << name + (range ? ' ' + range : '')
    byte[] bytes = new File(served, name).bytes
    int from = range ? (range =~ /\d+/)[0] as int : 0
    if (from > 0) {
        exchange.responseHeaders.set('Content-Range', "bytes ${from}-${bytes.length - 1}/${bytes.length}")
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from)
    boolean hangsUp = requests.size() == 1
    exchange.responseBody.write(bytes, from, hangsUp ? bytes.length.intdiv(2) : bytes.length - from)
    if (hangsUp) {
        exchange.responseBody.flush()
        throw new IOException('hangs up')
    }
    exchange.close()
}
server.start()
try {
    String mirror = "-Dtrunk.mirrors=http://localhost:${server.address.port}/data"
    File datasets = new File(basedir, 'datasets')
    String folder = '-Dtrunk.datasets=' + datasets

    // Not there: training says how to get it, and offline nobody is asked.
    String missing = builds.fails('verify', folder)
    assert missing.contains('mvn trunk:fetch')
    assert builds.fails('trunk:fetch', folder, mirror).contains('Maven is offline')
    assert requests.empty

    // Fetched, going on after the server hung up; a second time nothing is asked for.
    String said = builds.succeeds('trunk:fetch', folder, mirror, online: true)
    assert said.contains('mnist is in ' + new File(datasets, 'mnist'))
    assert requests.size() == 5
    assert requests[0] == 'train-images-idx3-ubyte.gz'
    assert requests[1].startsWith('train-images-idx3-ubyte.gz')
    served.listFiles().each { assert new File(datasets, 'mnist/' + it.name).bytes == it.bytes }
    assert !new File(datasets, 'mnist').listFiles().any { it.name.endsWith('.part') }
    builds.succeeds('trunk:fetch', folder, mirror)
    assert requests.size() == 5

    // It trains: all that is missing is a baseline.
    assert builds.fails('verify', folder).contains('mvn trunk:baseline')

    // The cache's owner sees them, and which are not the official files.
    String own = '-Dtrunk.cache=' + new File(basedir, 'cache')
    String listed = builds.succeeds('trunk:cache', folder, own, '-Dtrunk.verify')
    assert listed.contains('data sets: 4 entries')
    assert listed.readLines().count { it.contains('mnist') && it.contains('puts the official file in its place') } == 4

    // Wrong bytes leave nothing.
    File labels = new File(datasets, 'mnist/t10k-labels-idx1-ubyte.gz')
    labels.delete()
    new File(served, labels.name).append([1] as byte[])
    assert builds.fails('trunk:fetch', folder, mirror, online: true).contains('expected SHA-256')
    assert !labels.exists() && !new File(labels.path + '.part').exists()

    // Pruning leaves data sets alone, unless it is told not to.
    builds.succeeds('trunk:cache', folder, own, '-Dtrunk.maxSize=0 MB')
    assert new File(datasets, 'mnist').list().count { it.endsWith('.gz') } == 3
    assert builds.succeeds('trunk:cache', folder, own, '-Dtrunk.maxSize=0 MB', '-Dtrunk.pruneDatasets').contains('removed 3 entries')
    assert !new File(datasets, 'mnist').list().any { it.endsWith('.gz') }
} finally {
    server.stop(0)
}
return true
