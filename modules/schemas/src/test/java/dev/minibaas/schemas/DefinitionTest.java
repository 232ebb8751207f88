package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':'posts;drop'",
        "'name':'public.posts'",
        "'name':'\\'",
        "'name':5",
        "'engine':'redis'",
        "'engine':'oracle'",
        "'database_id':'1'",
        "'columns':[]",
        "'columns':{}",
        "'columns':[{'name':'a'}]",
        "'columns':[{'name':'a','type':'text','check':'true'}]",
        "'columns':[{'name':'a','type':'text','nullable':'yes'}]",
        "'columns':[{'name':'a','type':'text','default_value':{'$sql':'now()'}}]",
        "'columns':[{'name':'a','type':'integer','default_value':1e400}]",
        "'enable_rls':'no'",
        "'options':{'tablespace':'x'}",
        "'extra':1",
      })
  void badDefinitionsAreRefused(String change) {
    String valid =
        "'name':'t','engine':'postgresql','database_id':'%s','columns':[{'name':'a','type':'text'}]"
            .formatted(UUID.randomUUID());
    assertThatThrownBy(
            () -> Definition.of(JsonBody.of(("{" + valid + "," + change + "}").replace('\'', '"'))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code().status()).isEqualTo(400));
  }
}
