package dev.minibaas.rest.hostile;

import java.util.List;

/** Every place of a request that a text can stand in. */
final class Places {
  private static final String JSON = "Content-Type: application/json";
  private static final String CSV = "Content-Type: text/csv";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String SHOWN = "Prefer: return=representation";
  private static final String EXPLAINED = "Prefer: explain=policy";
  private static final String MERGED = "Prefer: resolution=merge-duplicates";

  private Places() {}

  static final List<Place> PATHS =
      List.of(
          Place.of("GET /{}"),
          Place.of("GET /things/{}"),
          Place.of("OPTIONS /{}"),
          Place.of("DELETE /{}?id=eq.0"),
          Place.body("POST /{}", "{\"id\":1}", JSON),
          Place.of("GET /rpc/{}"),
          Place.of("GET /rpc/{}?a=1"),
          Place.body("POST /rpc/{}", "{}", JSON),
          Place.of("{} /things"));

  static final List<Place> NAMES =
      List.of(
          Place.of("GET /things?select={}"),
          // a star in quotes is a star still
          new Place("GET /things?select={quoted}", "", List.of(), false),
          Place.of("GET /things?select={}:id"),
          Place.of("GET /things?select={quoted}:id"),
          Place.of("GET /things?select={}:parts({}:id)"),
          Place.of("GET /things?select={quoted}:parts({quoted}:id)&{quoted}.id=gt.0"),
          Place.of("GET /things?select={quoted}:parts(id)&{quoted}=not.is.null"),
          Place.of("GET /things?select={}(id)"),
          Place.of("GET /things?select={quoted}(id)"),
          Place.of("GET /things?select=parts!{}(id)"),
          Place.of("GET /things?select=parts!{quoted}(id)"),
          Place.of("GET /things?select=...{}(id)"),
          Place.of("GET /things?select=parts({})"),
          Place.of("GET /things?select=id::{}"),
          Place.of("GET /things?select=id.sum()::{}"),
          Place.of("GET /things?select=id::int {}"),
          Place.of("GET /things?select=id.{}()"),
          Place.of("GET /things?select=data->{}"),
          Place.of("GET /things?select=data->>{quoted}"),
          Place.of("GET /things?select=data->{quoted}->0->>{quoted}"),
          Place.of("GET /things?select={quoted}:data->{quoted}::text"),
          Place.of("GET /things?order={}"),
          Place.of("GET /things?order={quoted}"),
          Place.of("GET /things?order=data->{}"),
          Place.of("GET /things?order=data->{quoted}.desc"),
          Place.of("GET /things?order=id.{}"),
          Place.of("GET /parts?select=id,things(id)&order={}(id)"),
          Place.of("GET /parts?select=id,things(id)&order=things({})"),
          Place.of("GET /parts?select=id,things()&order=things({quoted})"),
          Place.of("GET /things?{}=eq.1"),
          Place.of("GET /things?{quoted}=eq.1"),
          Place.of("GET /things?data->{}=eq.1"),
          Place.of("GET /things?data->>{quoted}=eq.1"),
          Place.of("GET /things?select=parts(id)&parts.{}=eq.1"),
          Place.of("GET /things?select=parts(id)&parts.{quoted}=eq.1"),
          Place.of("GET /things?select=parts(id)&{}.order=id"),
          Place.of("GET /things?select=parts(id)&{}.limit=1"),
          Place.of("GET /things?or=({}.eq.1,id.eq.2)"),
          Place.of("GET /things?or=({quoted}.eq.1,id.eq.2)"),
          Place.of("GET /things?or={}"),
          Place.of("GET /things?{}.or=(id.eq.1)"));

  static final List<Place> VALUES =
      List.of(
          Place.fixed("GET /things?name=eq.{}"),
          Place.fixed("GET /things?name=neq.{}&name=not.isdistinct.{}"),
          Place.fixed("GET /things?id=eq.{}"),
          Place.fixed("GET /things?data=cs.{}"),
          Place.fixed("GET /things?tags=ov.{}"),
          Place.fixed("GET /things?name=like.{}"),
          Place.fixed("GET /things?name=imatch.{}"),
          Place.fixed("GET /things?name=like(any).{}"),
          Place.fixed("GET /things?name=eq(all).{}"),
          Place.fixed("GET /things?name=fts.{}"),
          Place.fixed("GET /things?name=wfts(english).{}"),
          // no operator takes the column's type: asked again with the value untyped
          Place.fixed("GET /things?id=like.{}"),
          Place.fixed("GET /things?data=ilike.{}&name=eq.{}"),
          Place.of("GET /things?id=like.1&select={}:id"),
          Place.fixed("GET /things?id=like.1&select={quoted}:id&name=in.({quoted})"),
          Place.of("GET /things?name=plfts({}).a"),
          Place.of("GET /things?name=is.{}"),
          Place.of("GET /things?name={}.a"),
          Place.of("GET /things?name={}"),
          Place.of("GET /things?name=in.({})"),
          Place.of("GET /things?name=in.({quoted},{quoted})"),
          Place.of("GET /things?or=(name.eq.{},id.eq.1)"),
          Place.of("GET /things?or=(name.eq.{quoted},and(id.in.({quoted}),tags.cs.{quoted}))"),
          Place.of("GET /things?limit={}"),
          Place.of("GET /things?offset={}"),
          Place.of("GET /things?select=parts(id)&parts.limit={}"),
          Place.fixed("GET /rpc/echo?a={}"),
          Place.fixed("GET /rpc/several?words={}&words={}"),
          Place.of("GET /rpc/echo?{}=1"),
          Place.of("GET /rpc/echo?{quoted}=1"),
          Place.fixed("GET /rpc/listed?name=eq.{}&order=id"));

  static final List<Place> WRITES =
      List.of(
          Place.body("POST /things", "{\"{json}\":1}", JSON),
          Place.fixedBody("POST /things", "{\"name\":\"{json}\"}", JSON, SHOWN),
          Place.fixedBody("POST /things", "{\"data\":{\"{json}\":\"{json}\"}}", JSON),
          Place.fixedBody("POST /things", "{\"tags\":[\"{json}\"]}", JSON),
          Place.fixedBody("POST /things?columns=name", "{\"{json}\":1,\"name\":\"{json}\"}", JSON),
          Place.body("POST /things", "{raw}", JSON),
          Place.body("POST /things?columns=name", "{raw}", JSON),
          Place.body("POST /things?columns={}", "{\"name\":\"a\"}", JSON),
          Place.body("POST /things?columns={quoted}", "{\"name\":\"a\"}", JSON),
          Place.body("POST /things?on_conflict={}", "{\"id\":1}", JSON, MERGED),
          Place.fixedBody("POST /things?on_conflict={quoted}", "{\"id\":1}", JSON, MERGED),
          Place.body("POST /things", "{raw}\n1", CSV),
          Place.body("POST /things", "\"{cell}\"\n1", CSV),
          Place.body("POST /things", "name\n{raw}", CSV),
          Place.fixedBody("POST /things", "name\n\"{cell}\"", CSV),
          Place.body("POST /things", "{}=1", FORM),
          Place.fixedBody("POST /things", "name={}", FORM),
          Place.fixedBody("POST /things?select={quoted}:id", "{\"name\":\"a\"}", JSON, SHOWN),
          Place.fixedBody("PATCH /things?id=eq.1", "{\"name\":\"{json}\"}", JSON),
          Place.fixedBody("PATCH /things?name=eq.{}", "{\"name\":\"a\"}", JSON),
          Place.body("PATCH /things?order={}&limit=1", "{\"name\":\"a\"}", JSON),
          Place.fixedBody("PATCH /things?order={quoted}&limit=1", "{\"name\":\"a\"}", JSON),
          Place.fixed("DELETE /things?name=eq.{}"),
          Place.fixed("DELETE /things?{quoted}=eq.1"),
          Place.body("PUT /things?id=eq.{}", "{\"id\":1,\"name\":\"a\"}", JSON),
          Place.fixedBody("POST /rpc/echo", "{\"a\":\"{json}\"}", JSON),
          Place.body("POST /rpc/echo", "{\"{json}\":\"a\"}", JSON),
          Place.fixedBody("POST /rpc/echo", "a={}", FORM),
          Place.body("POST /rpc/echo", "{raw}", JSON),
          Place.fixedBody("POST /rpc/whole", "{raw}", "Content-Type: text/plain"),
          Place.body("POST /things", "{\"name\":\"a\"}", "Content-Type: {raw}"));

  static final List<Place> HEADERS =
      List.of(
          Place.fixed("GET /things", "X-Any: {raw}"),
          Place.fixed("GET /things", "{raw}: x"),
          Place.fixed("GET /things", "Cookie: {raw}={raw}; a={raw}"),
          Place.fixed("GET /things", "User-Agent: {raw}", "Authorization: {raw}"),
          Place.fixed("GET /things", "Prefer: timezone={raw}"),
          Place.of("GET /things", "Prefer: timezone=UTC{raw}"),
          Place.of("GET /things", "Prefer: {raw}"),
          Place.of("GET /things", "Prefer: count={raw}"),
          Place.of("GET /things", "Prefer: handling=strict, max-affected={raw}"),
          Place.body("POST /things", "{\"id\":1}", "Prefer: resolution={raw}", "Prefer: tx={raw}"),
          Place.of("GET /things", "Accept: {raw}"),
          Place.of("GET /things", "Accept: application/vnd.pgrst.plan; options={raw}"),
          Place.of("GET /things", "Accept: application/vnd.pgrst.plan+json; for=\"{raw}\""),
          Place.of("GET /things", "Accept-Profile: {raw}"),
          Place.body("POST /things", "{\"id\":1}", "Content-Profile: {raw}"),
          Place.of("GET /things", "Range: {raw}", "Range-Unit: {raw}"),
          Place.of("GET /things", "Range: 0-{raw}"),
          Place.fixed("GET /things", "Origin: {raw}"),
          Place.of("GET /things", EXPLAINED, "X-Explain-Claims: {raw}"),
          Place.of("GET /{}?name=eq.{}", EXPLAINED, "X-Explain-Claims: {\"role\":\"anon\"}"),
          Place.of(
              "GET /things?name=eq.{}",
              EXPLAINED,
              "X-Explain-Claims: {\"role\":\"anon\",\"{json}\":\"{json}\"}"),
          Place.of("GET /things", EXPLAINED, "X-Explain-Claims: {\"role\":\"{json}\"}"));
}
