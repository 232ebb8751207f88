package dev.minibaas.platform.caller;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enforces {@code @RolesAllowed}, {@code @DenyAll} and {@code @PermitAll} on resources: Jakarta
 * REST leaves that to the server, and servers leave it to a security feature that would verify the
 * token again. An application lists this class beside its resources.
 */
public class RolesAllowedFeature implements DynamicFeature {

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    Class<?> type = resource.getResourceClass();
    if (method.isAnnotationPresent(DenyAll.class)) {
      context.register(new RoleFilter(List.of()));
    } else if (method.isAnnotationPresent(RolesAllowed.class)) {
      context.register(new RoleFilter(List.of(method.getAnnotation(RolesAllowed.class).value())));
    } else if (!method.isAnnotationPresent(PermitAll.class)) {
      List<String> roles = ofType(type);
      if (roles != null) {
        context.register(new RoleFilter(roles));
      }
    }
  }

  private static @Nullable List<String> ofType(Class<?> type) {
    if (type.isAnnotationPresent(DenyAll.class)) {
      return List.of();
    }
    RolesAllowed allowed = type.getAnnotation(RolesAllowed.class);
    return allowed == null ? null : List.of(allowed.value());
  }

  private record RoleFilter(List<String> roles) implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      SecurityContext security = request.getSecurityContext();
      if (roles.stream().noneMatch(security::isUserInRole)) {
        throw new ApiError(ErrorCode.FORBIDDEN, "this needs one of the roles " + roles);
      }
    }
  }
}
