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

  String links(String path) {
    return request.links(path, total);
  }
}
