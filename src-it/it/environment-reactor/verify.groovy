String log = new File(basedir, 'build.log').getText('UTF-8')
assert log =~ /✓ engine / && log =~ /✓ device /
assert log.contains('a released version of com.example:library')
assert !new File(basedir, 'library/target').exists()
