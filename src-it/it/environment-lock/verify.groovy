def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
List<String> said = new File(basedir, 'build.log').getText('UTF-8').split('Building environment-lock ').drop(1)
File lock = new File(basedir, 'src/trunk/environment.lock')
String text = lock.getText('UTF-8')

assert said[0].contains('there is no such file') && said[0].contains('mvn trunk:lock')
assert said[2] =~ /✓ lock /

// Stale: a library has other bytes than when it was locked, and a dependency is not in it.
lock.setText(text.readLines().findAll { !it.contains('pytorch-jni') }
    .collect { it.contains('libc10') || it.contains('c10.dll') ? it.replaceAll(/[0-9a-f]{64}/, 'ab' * 32) : it }.join('\n') + '\n', 'UTF-8')
String stale = builds.fails('trunk:verify-env')
assert stale.contains('abababababab -> ') && stale.contains('pytorch-jni') && stale.contains('unlocked-dependency')

// Of another platform; locking here leaves that one's entry as it is.
String here = text.find(/(?m)^  [\w-]+-cpu(?=:)/).strip()
lock.setText(text.replace(here + ':', 'plan9-mips-cpu:'), 'UTF-8')
assert builds.fails('trunk:verify-env').contains('it has entries for plan9-mips-cpu')
builds.succeeds('trunk:lock')
assert lock.text.contains('  plan9-mips-cpu:') && lock.text.contains("  ${here}:")
assert builds.succeeds('trunk:verify-env', '-Dtrunk.lock=check') =~ /✓ lock /
