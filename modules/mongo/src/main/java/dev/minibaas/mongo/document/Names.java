package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of fields, and the ones that belong to the service. */
public final class Names {
  public static final String ID = "_id";
  public static final String OWNER = "owner_id";
  public static final String CREATED = "created_at";
  public static final String UPDATED = "updated_at";

  /** As which clients see {@link #ID}. */
  public static final String PUBLIC_ID = "id";

  private static final Set<String> RESERVED = Set.of(ID, PUBLIC_ID, OWNER, CREATED, UPDATED);
  private static final int MAX_LENGTH = 256;
  private static final int MAX_SEGMENTS = 20;

  private Names() {}

  /** The service alone writes it. */
  static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  /**
   * @param name of a field at the top of a document that a client writes
   */
  static void requireWritable(String name) {
    if (isReserved(name)) {
      throw new ApiError(
          ErrorCode.FORBIDDEN_FIELDS,
          name + " is set by the service: leave out _id, id, owner_id, created_at and updated_at");
    }
  }

  /** Says what is wrong with one name of a field, or null. */
  static @Nullable String problem(String name) {
    if (name.isEmpty()) {
      return "a field's name is empty";
    }
    if (name.length() > MAX_LENGTH) {
      return "a field's name is longer than " + MAX_LENGTH + " characters";
    }
    if (name.charAt(0) == '$') {
      return "a field's name begins with $";
    }
    if (name.indexOf('.') >= 0) {
      return "a field's name has a dot in it";
    }
    return name.indexOf('\0') >= 0 ? "a field's name has U+0000 in it" : null;
  }

  /** Says what is wrong with a path of names joined by dots, or null. */
  static @Nullable String pathProblem(String path) {
    if (path.length() > MAX_LENGTH) {
      return "a path is longer than " + MAX_LENGTH + " characters";
    }
    String[] segments = path.split("\\.", -1);
    if (segments.length > MAX_SEGMENTS) {
      return "a path has more than " + MAX_SEGMENTS + " parts";
    }
    for (String segment : segments) {
      String problem = problem(segment);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  /** The part of a path before its first dot. */
  static String first(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** As the database calls a field that a client names. */
  static String stored(String path) {
    return path.equals(PUBLIC_ID) ? ID : path;
  }
}
