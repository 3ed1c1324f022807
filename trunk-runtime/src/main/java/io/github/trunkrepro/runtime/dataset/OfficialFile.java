package io.github.trunkrepro.runtime.dataset;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a file of an official data set.
 *
 * @param name as it is published
 * @param bytes its length, where a source states it
 * @param md5 32 lower-case hexadecimal digits, where a source states it
 * @param sha256 64 lower-case hexadecimal digits, where a source states it
 * @param sources who states them, at least one
 * @param checked whether all this was compared with the real bytes
 * @param urls where it can be had, tried in this order; none for what is in an archive
 * @param archive name of the official file that it is packed in
 */
public record OfficialFile(
    String name,
    Optional<Long> bytes,
    Optional<String> md5,
    Optional<String> sha256,
    List<String> sources,
    boolean checked,
    List<URI> urls,
    Optional<String> archive) {
  public OfficialFile {
    sources = List.copyOf(sources);
    urls = List.copyOf(urls);
  }
}
