package dev.minibaas.acceptance.http;

/** Somebody who is signed in. */
public record Account(String id, String email, String accessToken, String refreshToken) {}
