package dev.minibaas.mongo.http;

import dev.minibaas.platform.caller.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** A request and who makes it. */
record Exchange(HttpServletRequest request, Caller caller) {
  String method() {
    return request.getMethod();
  }
}
