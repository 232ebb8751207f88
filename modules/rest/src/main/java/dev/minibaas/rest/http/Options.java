package dev.minibaas.rest.http;

import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.schema.Table;

/** Answers to OPTIONS: the methods that a resource takes. */
final class Options {
  private Options() {}

  static Answer of(Plan.RelationOptions plan) {
    Table table = plan.table();
    StringBuilder methods = new StringBuilder("OPTIONS,GET,HEAD");
    methods.append(table.insertable() ? ",POST" : "");
    boolean upserts = table.insertable() && table.updatable() && !table.key().isEmpty();
    methods.append(upserts ? ",PUT" : "");
    methods.append(table.updatable() ? ",PATCH" : "");
    methods.append(table.deletable() ? ",DELETE" : "");
    return allowing(methods.toString());
  }

  static Answer of(Plan.RoutineOptions plan) {
    return allowing(plan.isVolatile() ? "OPTIONS,POST" : "OPTIONS,GET,HEAD,POST");
  }

  static Answer ofRoot() {
    return allowing("OPTIONS,GET,HEAD");
  }

  private static Answer allowing(String methods) {
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Allow", methods);
    headers.set("Access-Control-Allow-Origin", "*");
    return new Answer(200, headers, Answer.NO_BODY);
  }
}
