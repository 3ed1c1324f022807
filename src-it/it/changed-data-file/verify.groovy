String log = new File(basedir, 'build.log').text
String last = log.substring(log.lastIndexOf('Building changed-data-file'))
assert last.contains('train-images-idx3-ubyte')
assert !last.contains('test-images-idx3-ubyte:')
assert last.contains('BUILD FAILURE')
assert !last.contains('Exception in')
