package com.example;

import org.junit.jupiter.api.Test;

class ReaderTest {
  @Test
  void readsImages() throws Exception {
    Reader.main(new String[] {"../images"});
  }
}
