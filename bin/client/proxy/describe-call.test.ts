import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { describeCall } from "./describe-call.mjs";

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("base64url");

function called(contentType: string | undefined, text: string | Buffer) {
  const content = Buffer.from(text);
  const body = {
    bytes: content.length,
    sha256: sha256(content),
    content,
    read: () => Readable.from([content]),
    discard: async () => {},
  };
  const head = { method: "POST", path: "/a", contentType };
  const { kind, method, host, path, ...rest } = describeCall(head, "api.example", body).call;
  return { ...rest, ...(rest.bodySha256 === sha256(content) && { bodySha256: "its hash" }) };
}

test("a body of JSON is in the call, and its content type is left out", () => {
  expect(called("application/json", '{"a": [1]}')).toEqual({ body: { a: [1] } });
  expect(called("Application/JSON;charset=utf-8", "null")).toEqual({ body: null });
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
