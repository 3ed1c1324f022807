def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// A project in each state that a git repository can be in; one build of all of them. Each fails, because none
// has a baseline, after its manifest was written.

File root = File.createTempDir('trunk-git-states', '')
String commit(File folder) { git(folder, 'rev-parse', 'HEAD').trim() }
String git(File folder, String... arguments) {
    List<String> settings = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.com',
        '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always']
    Process process = new ProcessBuilder(['git'] + settings + (arguments as List))
        .directory(folder).redirectErrorStream(true).start()
    String said = process.inputStream.text
    assert process.waitFor() == 0: said
    said
}

try {
    git(root, '--version')
} catch (IOException e) {
    println 'skipped: there is no git here'
    root.deleteDir()
    return true
}
try {
    File origin = new File(root, 'origin')
    builds.project(new File(origin, 'project'))
    new File(origin, '.gitignore').text = 'target/\n'
    git(root, 'init', '-q', 'origin')
    git(origin, 'add', '.')
    git(origin, 'commit', '-q', '-m', 'first')
    String first = commit(origin)
    new File(origin, 'README').text = 'second\n'
    git(origin, 'add', '.')
    git(origin, 'commit', '-q', '-m', 'second')
    String second = commit(origin)

    Map<String, List> expected = [:]
    git(root, 'clone', '-q', 'origin', 'clean')
    expected.clean = [second, []]

    git(root, 'clone', '-q', 'origin', 'dirty')
    new File(root, 'dirty/project/src/trunk/network.yaml') << '# changed\n'
    new File(root, 'dirty/project/größe.txt').text = 'new\n'
    new File(root, 'dirty/README').delete()
    expected.dirty = [second, ['README', 'project/größe.txt', 'project/src/trunk/network.yaml']]

    git(root, 'clone', '-q', '--depth', '1', origin.toURI().toString().replace('file:/', 'file:///'), 'shallow')
    assert new File(root, 'shallow/.git/shallow').isFile()
    expected.shallow = [second, []]

    git(root, 'clone', '-q', 'origin', 'detached')
    git(new File(root, 'detached'), 'checkout', '-q', '--detach', first)
    expected.detached = [first, []]

    git(new File(root, 'clean'), 'worktree', 'add', '-q', '--detach', '../worktree', first)
    new File(root, 'worktree/project/new.txt').text = 'new\n'
    expected.worktree = [first, ['project/new.txt']]

    git(root, 'init', '-q', 'submodule')
    File above = new File(root, 'submodule')
    git(above, 'submodule', '--quiet', 'add', '../origin', 'part')
    git(above, 'commit', '-q', '-m', 'above')
    expected['submodule/part'] = [second, []]

    builds.project(new File(root, 'plain/project'))
    expected.plain = [null, []]

    expected.keySet().eachWithIndex { state, i ->
        // Maven wants a name of its own for each; git must not take that for a change.
        File pom = new File(root, "${state}/project/pom.xml")
        pom.text = pom.text.replace('<artifactId>git-states</artifactId>', "<artifactId>state-${i}</artifactId>")
        if (state != 'plain') {
            git(new File(root, state), 'update-index', '--assume-unchanged', 'project/pom.xml')
        }
    }
    new File(root, 'pom.xml').text = """\
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>states</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>${expected.keySet().collect { "<module>${it}/project</module>" }.join()}</modules>
        </project>
        """.stripIndent()
    Process process = builds.start(folder: root, '--fail-at-end', '-T', '2', 'verify')
    String said = builds.end(process)
    assert said.count('there is no baseline to compare with') == expected.size(): said
    expected.each { state, provenance ->
        Map found = builds.manifest(new File(root, "${state}/project/target/trunk")).provenance
        assert [state, found.commit, found.dirtyFiles] == [state] + provenance
    }
} finally {
    root.deleteDir()
}
return true
