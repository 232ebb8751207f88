package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.plan.Arguments;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Routine.Parameter;
import java.util.List;

/** A function's rows: {@code SELECT … FROM f("a" := …) pgrst_call}. */
final class CallSql {
  private CallSql() {}

  static void call(Sql sql, Plan.Call call) {
    Routine routine = call.routine();
    sql.append("SELECT ");
    if (returnsValues(routine)) {
      sql.append("pgrst_call.pgrst_scalar");
    } else {
      for (int i = 0; i < call.returning().size(); i++) {
        sql.append(i == 0 ? "" : ", ");
        Fragments.column(sql, Name.local("pgrst_call"), call.returning().get(i));
      }
    }
    sql.append(" ");
    switch (call.arguments()) {
      case Arguments.Named(List<Arguments.Named.Value> values) -> {
        sql.append("FROM ");
        invoke(sql, routine, named(values));
      }
      case Arguments.WholeText(Parameter parameter, String text) -> {
        sql.append("FROM ");
        invoke(sql, routine, new Sql().value(text, parameter.type()));
      }
      case Arguments.WholeBytes(byte[] bytes) -> {
        sql.append("FROM ");
        invoke(sql, routine, new Sql().value(bytes));
      }
      case Arguments.FromJson(List<Parameter> parameters, String json, boolean isObject) ->
          fromJson(sql, routine, parameters, json, isObject);
    }
  }

  static boolean returnsValues(Routine routine) {
    return routine.returns().isScalar() || routine.returns().isSetOfScalars();
  }

  private static void fromJson(
      Sql sql, Routine routine, List<Parameter> parameters, String json, boolean isObject) {
    if (parameters.isEmpty()) {
      sql.append("FROM ");
      invoke(sql, routine, new Sql());
      return;
    }
    BodySql.fromArguments(
        sql,
        json,
        isObject,
        parameters.stream().map(Parameter::name).toList(),
        parameters.stream().map(Parameter::bodyType).toList());
    sql.append(", LATERAL ");
    Sql arguments = new Sql();
    for (Parameter parameter : parameters) {
      argument(arguments, parameter);
      Fragments.column(arguments, Name.local("pgrst_body"), parameter.name());
    }
    invoke(sql, routine, arguments);
  }

  private static Sql named(List<Arguments.Named.Value> values) {
    Sql arguments = new Sql();
    for (Arguments.Named.Value value : values) {
      Parameter parameter = value.parameter();
      argument(arguments, parameter);
      String text = parameter.variadic() ? Sql.arrayLiteral(value.texts()) : value.texts().get(0);
      arguments.value(text, parameter.bodyType());
    }
    return arguments;
  }

  private static void argument(Sql sql, Parameter parameter) {
    sql.append(sql.isEmpty() ? "" : ", ").append(parameter.variadic() ? "VARIADIC " : "");
    sql.identifier(parameter.name()).append(" := ");
  }

  private static void invoke(Sql sql, Routine routine, Sql arguments) {
    boolean values = returnsValues(routine);
    boolean alias = routine.returns().isAlias() && routine.returns().isSingleComposite();
    sql.append(values ? "(SELECT " : alias ? "(SELECT (" : "");
    Fragments.name(sql, routine.name());
    sql.append("(").append(arguments).append(")");
    sql.append(values ? " pgrst_scalar) pgrst_call" : alias ? ").*) pgrst_call" : " pgrst_call");
  }
}
