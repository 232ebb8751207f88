package dev.minibaas.auth.admin;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** One page of users, and how many there are in all. */
record UserPage(List<User> users, String audience, long total, PageRequest request) {

  String json() {
    JsonArrayBuilder array = JsonValues.array();
    users.forEach(user -> array.add(user.json()));
    return JsonValues.object().add("users", array).add("aud", audience).build().toString();
  }

  long lastPage() {
    return (total + request.perPage() - 1) / request.perPage();
  }

  /** RFC 8288, as auth-js parses it: {@code next} where there is one, and {@code last}. */
  String links(String path) {
    String last = link(path, lastPage(), "last");
    return lastPage() > request.page()
        ? link(path, request.page() + 1L, "next") + ", " + last
        : last;
  }

  private String link(String path, long page, String relation) {
    return "<%s?page=%d&per_page=%d>; rel=\"%s\""
        .formatted(path, page, request.perPage(), relation);
  }
}
