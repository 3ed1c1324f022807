import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// A CUDA flavour of native PyTorch with the layout of the real one, which has 2 GB.
def version = new File(basedir, 'pom.xml').text.find(/(?<=<version>)[\d.]+(?=-\d)/)
File folder = new File(localRepositoryPath, "ai/djl/pytorch/pytorch-native-cu124/${version}")
folder.mkdirs()
new File(folder, "pytorch-native-cu124-${version}.pom").text = """<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>ai.djl.pytorch</groupId>
  <artifactId>pytorch-native-cu124</artifactId>
  <version>${version}</version>
</project>
"""
['linux-x86_64', 'linux-aarch64', 'osx-aarch64', 'win-x86_64'].each { platform ->
    new ZipOutputStream(new FileOutputStream(new File(folder, "pytorch-native-cu124-${version}-${platform}.jar"))).withCloseable { jar ->
        jar.putNextEntry(new ZipEntry('native/lib/pytorch.properties'))
        jar.write("version=${version}\nflavor=cu124\nclassifier=${platform}\nlibraries=libtorch.so\n".bytes)
        jar.closeEntry()
        jar.putNextEntry(new ZipEntry("pytorch/cu124/${platform}/libtorch.so"))
        jar.write('no library'.bytes)
        jar.closeEntry()
    }
}
return true
