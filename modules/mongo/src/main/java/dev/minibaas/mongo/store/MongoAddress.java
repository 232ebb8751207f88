package dev.minibaas.mongo.store;

import com.mongodb.ConnectionString;
import org.jspecify.annotations.Nullable;

/** Where MongoDB is: {@code mongodb://…} or {@code mongodb+srv://…}, which may hold a password. */
public record MongoAddress(String uri) {

  /** Says what is wrong with a text, without repeating it, or null. */
  public static @Nullable String problem(String uri) {
    try {
      new ConnectionString(uri);
      return null;
    } catch (IllegalArgumentException e) {
      return "it is no address of a MongoDB";
    }
  }

  @Override
  public String toString() {
    return "MongoAddress[***]";
  }
}
