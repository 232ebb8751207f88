package dev.minibaas.auth.admin;

import dev.minibaas.auth.error.AuthFailure;

/**
 * Which users to list.
 *
 * @param page from 1
 * @param perPage at least 1, at most {@link #MAX_PER_PAGE}
 * @param filter part of an address or a full name; empty for all
 * @param ascending by the time of creation
 */
public record PageRequest(int page, int perPage, String filter, boolean ascending) {
  static final int MAX_PER_PAGE = 1000;
  private static final int PER_PAGE = 50;

  public static PageRequest of(String page, String perPage, String filter, String sort) {
    int size = number(perPage, PER_PAGE);
    if (size == 0) {
      throw bad("per_page must be greater than 0");
    }
    if (filter.indexOf('\0') >= 0) {
      throw AuthFailure.invalid("Text can't contain U+0000");
    }
    return new PageRequest(
        Math.max(1, number(page, 1)), Math.min(size, MAX_PER_PAGE), filter, ascending(sort));
  }

  public long offset() {
    return (page - 1L) * perPage;
  }

  private static int number(String text, int fallback) {
    if (text.isEmpty()) {
      return fallback;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw bad("not a number");
    }
    return Integer.parseInt(text);
  }

  private static boolean ascending(String sort) {
    return switch (sort) {
      case "", "created_at desc", "created_at" -> false;
      case "created_at asc" -> true;
      default -> throw AuthFailure.invalid("Bad Sort Parameters: bad field or direction");
    };
  }

  private static AuthFailure bad(String what) {
    return AuthFailure.invalid("Bad Pagination Parameters: " + what);
  }

  /** RFC 8288, as auth-js parses it: {@code next} where there is one, and {@code last}. */
  public String links(String path, long total) {
    long lastPage = (total + perPage - 1) / perPage;
    String last = link(path, lastPage, "last");
    return lastPage > page ? link(path, page + 1L, "next") + ", " + last : last;
  }

  private String link(String path, long wanted, String relation) {
    return "<%s?page=%d&per_page=%d>; rel=\"%s\"".formatted(path, wanted, perPage, relation);
  }
}
