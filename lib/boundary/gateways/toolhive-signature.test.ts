import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { toolHiveSignature } from "./testing/toolhive-signature.ts";
import { verifyToolHive } from "./toolhive-signature.ts";

const now = new Date("2026-11-27T12:00:00Z");
const seconds = now.getTime() / 1000;
const payload = Buffer.from('{"version":"v0.1.0","uid":"test"}');
const material = randomBytes(32);
const secret = `whsec_${material.toString("base64")}`;
const key = {
  id: "key_1",
  algorithm: "hmac-sha256" as const,
  material,
  expiresAt: addSeconds(now, 60),
  revokedAt: null,
};
const verify = (headers: { signature?: string; timestamp?: string }, keys = [key], body = payload) =>
  verifyToolHive({ signature: undefined, timestamp: undefined, ...headers }, body, keys, now);
const signed = (at = seconds, text: Buffer = payload) => ({
  timestamp: String(at),
  signature: toolHiveSignature(secret, at, text),
});

// Computed with `openssl dgst -sha256 -hmac my-secret` over `1698057000.{"version":"v0.1.0","uid":"test-uid"}`.
test("the signature is the one of ToolHive's own code", () => {
  expect(
    toolHiveSignature("my-secret", 1698057000, Buffer.from('{"version":"v0.1.0","uid":"test-uid"}')),
  ).toBe("sha256=0e7aa8106251123f229b7f01332a7fbbe9d298f2819bceec8a69299c858667b6");
});

test("the signature names its key, among several and at the edges of the time", () => {
  const others = [{ ...key, id: "key_0", material: randomBytes(32) }];
  for (const at of [seconds, seconds - 300, seconds + 300])
    expect(verify(signed(at), [...others, key])).toBe("key_1");
});

test.each([
  ["another secret", { signature: toolHiveSignature("whsec_x", seconds, payload) }],
  [
    "the bytes of the secret",
    {
      signature: `sha256=${createHmac("sha256", material).update(`${seconds}.`).update(payload).digest("hex")}`,
    },
  ],
  ["another timestamp", { signature: toolHiveSignature(secret, seconds + 1, payload) }],
  ["another payload", { signature: toolHiveSignature(secret, seconds, Buffer.from("{}")) }],
  ["no prefix", { signature: toolHiveSignature(secret, seconds, payload).slice(7) }],
  ["capital letters", { signature: toolHiveSignature(secret, seconds, payload).toUpperCase() }],
  ["text after it", { signature: `${toolHiveSignature(secret, seconds, payload)}00` }],
  ["only the prefix", { signature: "sha256=" }],
  ["nothing", { signature: "" }],
])("a signature with %s is refused", (_, headers) => {
  expect(() => verify({ timestamp: String(seconds), ...headers })).toThrow(/no secret/);
});

test.each([
  "",
  "x",
  "1e3",
  `${seconds}.5`,
  ` ${seconds}`,
  `-${seconds}`,
  String(seconds - 301),
  String(seconds + 301),
])("the timestamp %j is refused", (timestamp) => {
  const signature = toolHiveSignature(secret, timestamp as unknown as number, payload);
  expect(() => verify({ timestamp, signature })).toThrow(/too far/);
});

test("a call without a signature or a timestamp is refused", () => {
  const { signature, timestamp } = signed();
  for (const headers of [{}, { signature }, { timestamp }]) expect(() => verify(headers)).toThrow(/unsigned/);
});

test("an ended secret and a key of another kind sign nothing", () => {
  const ended = [
    { ...key, expiresAt: now },
    { ...key, revokedAt: now },
    { ...key, algorithm: "ed25519" as const },
  ];
  expect(() => verify(signed(), ended as never)).toThrow(/no secret/);
  expect(() => verify(signed(), [])).toThrow(/no secret/);
});
