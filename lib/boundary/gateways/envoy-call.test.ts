import { expect, test } from "vitest";
import { CallError } from "#lib/boundary/mapping/call-error.mjs";
import { base64url, sha256 } from "#lib/digest";
import { actionOfCheck, type EnvoyCheck } from "./envoy-call.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const check = (more: Partial<EnvoyCheck> = {}): EnvoyCheck => ({
  ...{ method: "POST", host: "api.example", address: "/refunds?dry=1&a=?" },
  ...{ contentType: undefined, body: bytes("") },
  ...more,
});

test("a call without its body says that the body was not seen", () => {
  expect(actionOfCheck(check({ contentType: "application/json" }))).toEqual({
    type: "http.post.api.example",
    params: { method: "POST", path: "/refunds", query: "dry=1&a=?", body_seen: false },
  });
});

test("a JSON body is part of the action", () => {
  const sent = check({ contentType: "application/json; charset=utf-8", body: bytes('{"amount":1250}') });
  expect(actionOfCheck(sent).params).toEqual({
    ...{ method: "POST", path: "/refunds", query: "dry=1&a=?" },
    body: { amount: 1250 },
  });
});

test.each([
  ["of another type", "text/plain", "amount=1"],
  ["that is malformed JSON", "application/json", "{"],
  ["with a name twice", "application/json", '{"a":1,"a":2}'],
  ["with names that differ in case", "application/json", '{"a":1,"A":2}'],
])("a body %s is named by its hash", (_, contentType, text) => {
  expect(actionOfCheck(check({ contentType, body: bytes(text) })).params).toMatchObject({
    content_type: contentType,
    body_sha256: base64url(sha256(text)),
    body_bytes: text.length,
  });
});

test("the case of the host makes no difference", () => {
  expect(actionOfCheck(check({ host: "API.example" }))).toEqual(actionOfCheck(check()));
});

test.each([
  ...[
    "",
    "*",
    "refunds",
    "/a/../b",
    "/a/%2e%2e/b",
    "/a%2f..%2fb",
    "/a\\..\\b",
    "/a#b",
    "/.",
    "/a/%2E/b",
    "//a",
    "/a//b",
    "/%61",
  ].map((address) => ["the address", { address }] as const),
  ...["", "a b", "a/b", "user@host"].map((host) => ["the host", { host }] as const),
])("a call is refused for %s %j", (_, more) => {
  expect(() => actionOfCheck(check(more))).toThrow(CallError);
});

test("addresses that a server may tell apart are different actions", () => {
  const addresses = ["/a", "/a/", "/A", "/a?", "/a?b", "/a?B", "/a?%62", "/a/b", "/a;b"];
  const actions = addresses.map((address) => JSON.stringify(actionOfCheck(check({ address }))));
  expect(new Set(actions).size).toBe(addresses.length);
});
