package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that apply on a route, in Kong's order of execution.
 *
 * @param ofNobody what applies while no consumer is known
 * @param ofConsumers what applies to each consumer, in the order of the file
 */
record RoutePolicy(
    RequestIds ids,
    @Nullable CorsRules cors,
    @Nullable KeyCheck keys,
    ConsumerPolicy ofNobody,
    List<ConsumerPolicy> ofConsumers) {

  List<String> hiddenKeys() {
    return keys == null ? List.of() : keys.hidden();
  }

  /** Runs the plugins on a request; what to answer instead of the service, or null. */
  @Nullable Answer access(Exchange exchange) {
    if (cors != null && cors.isPreflight(exchange.request())) {
      exchange.isPreflight();
      if (!cors.preflightContinue()) {
        return Answer.PREFLIGHT;
      }
    }
    if (keys != null) {
      int consumer = keys.consumerOf(exchange.request());
      if (consumer >= 0) {
        exchange.identified(ofConsumers.get(consumer));
      } else if (consumer != KeyCheck.NOT_ASKED) {
        return keys.refusal(consumer);
      }
    }
    return exchange.consumerPolicy().access(exchange);
  }
}
