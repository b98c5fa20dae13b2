import { expect, test } from "vitest";
import { base64url, sha256 } from "#lib/kernel/digest";
import { actionOf } from "./action-of.ts";
import { CallError } from "./call-error.ts";
import { describeCall, readHead } from "./http-call.ts";
import { readMapping } from "./read-mapping.ts";

const hashOf = (content: Uint8Array) => base64url(sha256(content));

function called(contentType: string | undefined, text: string | Buffer) {
  const content = Buffer.from(text);
  const body = { bytes: content.length, sha256: hashOf(content), content };
  const head = {
    method: "POST",
    host: "api.example",
    path: "/a",
    ...(contentType !== undefined && { contentType }),
  };
  const { kind, method, host, path, ...rest } = describeCall(head, body);
  return { ...rest, ...(rest.bodySha256 === hashOf(content) && { bodySha256: "its hash" }) };
}

test("a body of JSON is in the call, and its content type is left out", () => {
  expect(called("application/json", '{"a": [1]}')).toEqual({ body: { a: [1] } });
  expect(called("Application/JSON;charset=utf-8", "null")).toEqual({ body: null });
});

test.each(
  [
    ...'utf-7 utf8 utf-16 latin1 utf-8,utf-7 UTF-7 "utf-8" utf-8;charset=utf-7 utf-8;v=1'
      .split(" ")
      .map((one) => `charset=${one}`),
    ..."v=1 profile=x charset charset= q=1".split(" "),
  ].map((one) => `application/json; ${one}`),
)("JSON of the type %j, which readers could decode differently, is named by its hash", (contentType) => {
  expect(called(contentType, '{"a":1}')).toEqual({ contentType, bodySha256: "its hash", bodyBytes: 7 });
});

test.each<[string, string | Buffer]>([
  ["names a member twice", '{"a":1,"a":2}'],
  ["names members that differ in case", '{"a":1,"A":2}'],
  ["has a number that a double changes", '{"a":12345678901234567890}'],
  ["isn't JSON", "{a:1}"],
  ["isn't UTF-8", Buffer.from([0x22, 0xff, 0x22])],
  ["begins with a byte order mark", "\ufeff{}"],
  ["has half a surrogate pair", '"\\ud800"'],
  ["is longer than an approver can read", JSON.stringify("x".repeat(8000))],
  ["is deeper than an action may be", `${"[".repeat(13)}${"]".repeat(13)}`],
])("a body that %s is named by its hash, with its content type", (_, text) => {
  const bytes = Buffer.from(text).length;
  const expected = { contentType: "application/json", bodySha256: "its hash", bodyBytes: bytes };
  expect(called("application/json", text)).toEqual(expected);
});

test.each(["application/vnd.api+json", "application/merge-patch+json"])(
  "a body of the type %s is in the call as JSON, with its content type",
  (contentType) => {
    expect(called(contentType, '{"a":1}')).toEqual({ contentType, body: { a: 1 } });
  },
);

test.each(["application/x-www-form-urlencoded", "text/plain; charset=utf-8"])(
  "a body of the type %s is in the call as text, with its content type",
  (contentType) => {
    expect(called(contentType, "amount=1250&charge=ch_81")).toEqual({
      contentType,
      body: "amount=1250&charge=ch_81",
    });
  },
);

test.each([
  undefined,
  "application/octet-stream",
  "text/plain; charset=utf-16",
  "application/json; charset=utf-16",
])("a body of the type %s is named by its hash", (contentType) => {
  const named = { bodySha256: "its hash", bodyBytes: 2 };
  expect(called(contentType, "{}")).toEqual(contentType === undefined ? named : { contentType, ...named });
});

test("a call without a body has none, whatever its content type", () => {
  expect(called("application/json", "")).toEqual({ contentType: "application/json" });
});

const head = (rawHeaders: string[], target = "/a") =>
  readHead({ method: "POST", host: "API.example", target, rawHeaders });

test("a head has a method, a host in lower case, a path, a query and a content type, and no other header", () => {
  expect(head(["Content-Type", "text/plain", "X-Note", "a", "Accept", "*/*"], "/a/b?c=%20d?")).toEqual({
    ...{ method: "POST", host: "api.example", path: "/a/b", query: "c=%20d?" },
    contentType: "text/plain",
  });
});

test("an Accept is part of the call unless it asks for JSON or for the default", () => {
  for (const usual of ["*/*", "application/json", "application/json, text/plain, */*"])
    expect(head(["accept", usual])).not.toHaveProperty("accept");
  expect(head(["accept", "application/json", "Accept", "text/csv"]).accept).toBe(
    "application/json, text/csv",
  );
});

const overriding =
  "Content-Range X-HTTP-Method X-HTTP-Method-Override X-Method-Override X-Original-URL X-Rewrite-URL";

test.each(["COPY", "MOVE", "PROPFIND", "PURGE", "TRACE", "post", ""])(
  "a call of the method %j is refused",
  (method) => {
    expect(() => readHead({ method, host: "api.example", target: "/a", rawHeaders: [] })).toThrow(CallError);
  },
);

test("a parameter by which frameworks run another method is refused, in the query and in a body", () => {
  for (const name of ["_method", "_METHOD", "[_method]", "_method[]", ".method", "%20_method", "%5fmethod"]) {
    expect(() => head([], `/a?b=1&${name}=DELETE`), name).toThrow("_method");
    expect(() => called("application/x-www-form-urlencoded", `b=1;${name}=DELETE`), name).toThrow("_method");
  }
  const part = '--x\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--x--';
  expect(() => called("multipart/form-data; boundary=x", part)).toThrow("_method");
  for (const body of ['{"_method":"DELETE"}', '{"a":1,"a":2,"\\u005fmethod" :"DELETE"}'])
    expect(() => called("application/json", body), body).toThrow("_method");
  for (const name of ["method", "payment_method", "_method_name", "shipping-method"]) {
    expect(() => head([], `/a?${name}=card`), name).not.toThrow();
    expect(() => called("application/json", JSON.stringify({ [name]: "_method" })), name).not.toThrow();
  }
});

test("a body of 256 KiB is searched for such a parameter in bounded time", () => {
  for (const unit of ['"', '\\"', "\\", 'name="', "name= ", "&_", "=%", '" '])
    for (const type of ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"]) {
      const start = process.cpuUsage().user;
      called(type, `"${unit.repeat(2 ** 18 / unit.length)}\\`);
      expect((process.cpuUsage().user - start) / 1000, unit + type).toBeLessThan(3000);
    }
});

test.each<[string, string[]]>([
  ...overriding.split(" ").map((name): [string, string[]] => [`the header ${name}`, [name, "x"]]),
  ["X_HTTP_Method_Override, which WSGI reads as the same", ["X_HTTP_Method_Override", "DELETE"]],
  ["X-HTTP.Method.Override, which PHP reads as the same", ["X-HTTP.Method.Override", "DELETE"]],
  ["two content types", ["Content-Type", "application/json", "content-type", "application/json"]],
  ["two content types that a gateway joined", ["Content-Type", "application/json,application/json"]],
  ["a content type with an underscore", ["Content_Type", "application/json"]],
  ["an empty content type", ["Content-Type", ""]],
  ["a content type that isn't ASCII", ["Content-Type", "application/jso\u00f1"]],
  ["an encoded body", ["Content-Encoding", "gzip"]],
  ["two content encodings", ["Content-Encoding", "identity", "Content-Encoding", "identity"]],
  ["a value on two lines", ["X-Note", "a\r\n b"]],
  ["a long Accept", ["Accept", "a".repeat(201)]],
])("a call with %s is refused", (_, rawHeaders) => {
  expect(() => head(rawHeaders)).toThrow(CallError);
});

const targets = [
  ...[
    "",
    "*",
    "a",
    "?a",
    "http://b.example/a",
    "//b.example/a",
    "/a//b",
    "/a\\b",
    "/a#b",
    "/a b",
    '/"',
    "/<",
    "/{a}",
    "/\u00e9",
  ],
  ...[
    "/.",
    "/..",
    "/a/../b",
    "/a/./b",
    "/a/..",
    "/..;/b",
    "/..;a=1/b",
    "/.;/b",
    "/..%3b/b",
    "/a/...",
    "/a/..%20/b",
    "/a/%20../b",
    "/a/%20",
  ],
  ...[
    "/%2e%2e/b",
    "/%2E./b",
    "/%252e%252e/b",
    "/a%2fb",
    "/a%2Fb",
    "/a%5cb",
    "/a%252fb",
    "/a%255cb",
    "/a%2500",
  ],
  ...[
    "/a%00",
    "/a%00.json",
    "/a%0ab",
    "/a%0d%0ab",
    "/a%09b",
    "/a%7f",
    "/%61",
    "/a%2Db",
    "/%7euser",
    "/a%",
    "/a%6",
    "/a%zz",
  ],
  // Overlong and cut forms, and half a surrogate pair.
  ...[
    "/%c0%ae%c0%ae/b",
    "/a%c0%afb",
    "/a%c1%9cb",
    "/a%e0%80%afb",
    "/a%f0%80%80%afb",
    "/a%ff",
    "/a%e9",
    "/a%ed%a0%80",
    "/a%c3",
  ],
  // A full-width dot, a full-width slash, a fraction slash, an ellipsis and a Greek question mark.
  ...["/%EF%BC%8E%EF%BC%8E/b", "/a%EF%BC%8Fb", "/a%E2%81%84b", "/%E2%80%A6", "/a%CD%BEb", "/a%E2%88%95b"],
  ...[
    "/a?b#c",
    '/a?b="c"',
    "/a?b=<",
    "/a?b c",
    "/a?b=%",
    "/a?b=%4",
    "/a?b=%00",
    "/a?b=%c0%ae",
    "/a?b=%ff",
    "/a?%e9=1",
  ],
];

test.each(targets)(
  "a call of the target %j is refused, because servers read it in different ways",
  (target) => {
    expect(() => head([], target)).toThrow(CallError);
  },
);

test.each([
  ...[
    "/",
    "/a",
    "/a/",
    "/a.b/..c",
    "/a..b",
    "/.well-known/x",
    "/%C3%A9",
    "/a%20b",
    "/a:b@c!$&'()*+,=~_-",
    "/100%25",
  ],
  ...["/a?", "/a?b=%C3%A9&c[]=1&d=%2e%2e%2F", "/a;b"],
])("the target %j is kept exactly", (target) => {
  const { path, query } = head([], target);
  expect(query === undefined ? path : `${path}?${query}`).toBe(target);
});

test("a path with a semicolon is refused, unless the rule that applies names each one", () => {
  const mapping = readMapping({
    version: 1,
    rules: [
      { tool: "POST api.example/v;v=2/*", type: "refund.create" },
      { tool: "POST api.example/refunds*", type: "refund.create" },
    ],
  });
  const typeOf = (path: string) => actionOf(mapping, { kind: "http", ...head([], path) }).action.type;
  expect(typeOf("/v;v=2/a")).toBe("refund.create");
  for (const path of ["/v;v=2/a;b", "/v;v=2/a%3Bb", "/refunds;x", "/refunds%3bx", "/other;x", "/v;v=3/a"])
    expect(() => typeOf(path), path).toThrow("semicolon");
});
