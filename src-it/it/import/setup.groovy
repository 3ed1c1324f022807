// What src/test/python/authors_folder.py made with PyTorch.
File authors = new File(scripts, '../../trunk-runtime/src/test/resources/golden/authors')
['authors', 'damaged'].each { name ->
    authors.eachFileRecurse(groovy.io.FileType.FILES) { file ->
        File copy = new File(basedir, name + '/' + authors.toPath().relativize(file.toPath()))
        copy.parentFile.mkdirs()
        copy.bytes = file.bytes
    }
}
File weights = new File(basedir, 'damaged/model_weights/sg1.pt')
weights.bytes = Arrays.copyOf(weights.bytes, 5000)
return true
