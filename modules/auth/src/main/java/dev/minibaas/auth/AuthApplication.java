package dev.minibaas.auth;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All paths of the WAR, whose context root is {@code /auth/v1}. */
@ApplicationPath("/")
public class AuthApplication extends Application {}
