package com.example;

import ai.djl.Device;

/** Uses a class of ai.djl:api, which comes through the engine and is not declared. */
public final class Where {
  private Where() {}

  public static String device() {
    return Device.cpu().toString();
  }
}
