package dev.minibaas.benchmarks.realtime;

/** The two protocols, as far as a subscriber of one table's inserts needs them. */
enum Dialect {
  OWN("own protocol") {
    @Override
    String path(String anonKey, String token) {
      return "/realtime/v1?apikey=" + anonKey + "&token=" + token;
    }

    @Override
    void opened(Client client, String token) {
      client.say(
          "{\"type\":\"SUBSCRIBE\",\"sub_id\":\"s\",\"topic\":\"pg/%s/inserted\"}"
              .formatted(ChangeTable.NAME));
    }

    @Override
    Heard heard(String text) {
      if (text.startsWith("{\"type\":\"EVENT\"")) {
        return Heard.CHANGE;
      }
      if (text.contains("\"SUBSCRIBED\"")) {
        return Heard.READY;
      }
      return text.contains("\"AUTH_OK\"") ? Heard.OTHER : Heard.FAILURE;
    }
  },

  PHOENIX("protocol of supabase-js") {
    @Override
    String path(String anonKey, String token) {
      return "/realtime/v1/websocket?vsn=2.0.0&apikey=" + anonKey;
    }

    @Override
    void opened(Client client, String token) {
      client.say(
          """
          ["1","1","realtime:bench","phx_join",{"access_token":"%s","config":{"postgres_changes":\
          [{"event":"INSERT","schema":"public","table":"%s"}]}}]\
          """
              .formatted(token, ChangeTable.NAME));
    }

    @Override
    Heard heard(String text) {
      if (text.contains("\"postgres_changes\",{\"")) {
        return Heard.CHANGE;
      }
      if (text.contains("\"error\"")) {
        return Heard.FAILURE;
      }
      return text.contains("Subscribed to PostgreSQL") ? Heard.READY : Heard.OTHER;
    }
  };

  /** What a text of the server says. */
  enum Heard {
    CHANGE,
    READY,
    FAILURE,
    OTHER
  }

  private final String title;

  Dialect(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Of the handshake, with its query. */
  abstract String path(String anonKey, String token);

  /** Asks for the changes. */
  abstract void opened(Client client, String token);

  abstract Heard heard(String text);
}
