import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { verifyWebhook, type WebhookHeaders } from "./verify-webhook.ts";
import type { VerificationKey } from "./webhook-key.ts";

const now = new Date(1_614_265_330_000);
const later = addSeconds(now, 3600);
const body = Buffer.from('{"test": 2432232314}');

// Public vector of the Standard Webhooks project (github.com/standard-webhooks/standard-webhooks,
// MIT).
const vectorKey: VerificationKey = {
  id: "key_vector",
  algorithm: "hmac-sha256",
  material: Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64"),
  expiresAt: later,
  revokedAt: null,
};
const vector: WebhookHeaders = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

const pair = generateKeyPairSync("ed25519");
const raw = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
const key: VerificationKey = {
  id: "key_a",
  algorithm: "ed25519",
  material: raw,
  expiresAt: later,
  revokedAt: null,
};

function signed(id = "msg_1", timestamp = "1614265330", bytes: Uint8Array = body): WebhookHeaders {
  const signature = sign(null, Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]), pair.privateKey);
  return { id, timestamp, signature: `v1a,${signature.toString("base64")}` };
}

test("the Standard Webhooks public vector verifies", async () => {
  expect(await verifyWebhook(vector, body, [vectorKey], now)).toEqual({
    webhookId: vector.id,
    keyId: "key_vector",
  });
});

test("an Ed25519 signature verifies, also next to others and with a rotated key", async () => {
  const headers = signed();
  expect((await verifyWebhook(headers, body, [key], now)).keyId).toBe("key_a");
  const several = { ...headers, signature: `v1,AAAA v9,xyz ${headers.signature}` };
  expect((await verifyWebhook(several, body, [vectorKey, key], now)).keyId).toBe("key_a");
});

test.each<[string, WebhookHeaders, Uint8Array, VerificationKey[], Date, string]>([
  [
    "a changed byte of the body",
    signed(),
    Buffer.from('{"test": 2432232315}'),
    [key],
    now,
    "invalid_signature",
  ],
  ["another webhook-id", { ...signed(), id: "msg_2" }, body, [key], now, "invalid_signature"],
  ["another key's signature", signed(), body, [vectorKey], now, "invalid_signature"],
  ["no keys at all", signed(), body, [], now, "invalid_signature"],
  [
    "a signature that is no base64",
    { ...signed(), signature: "v1a,!!!" },
    body,
    [key],
    now,
    "invalid_signature",
  ],
  ["no signature", { ...signed(), signature: undefined }, body, [key], now, "missing_signature"],
  ["a webhook-id with a full stop", signed("a.b"), body, [key], now, "missing_signature"],
  ["a timestamp 301 s old", signed(), body, [key], addSeconds(now, 301), "stale_timestamp"],
  ["a timestamp 301 s ahead", signed(), body, [key], addSeconds(now, -301), "stale_timestamp"],
  ["a timestamp that is no number", { ...signed(), timestamp: "1e9" }, body, [key], now, "stale_timestamp"],
  ["an expired key", signed(), body, [{ ...key, expiresAt: now }], now, "key_expired"],
  ["a revoked key", signed(), body, [{ ...key, revokedAt: now }], now, "key_revoked"],
])("%s is refused by name", async (_, headers, bytes, keys, at, code) => {
  await expect(verifyWebhook(headers, bytes, keys, at)).rejects.toMatchObject({ code });
});

test("only the holder of a key learns that it was revoked", async () => {
  const stranger = { ...vector, signature: `v1,${createHmac("sha256", "x").update("y").digest("base64")}` };
  const refused = verifyWebhook(stranger, body, [{ ...vectorKey, revokedAt: now }], now);
  await expect(refused).rejects.toMatchObject({ code: "invalid_signature" });
});

test("a usable key is found behind a revoked and an expired key of the same material", async () => {
  const old = [
    { ...key, id: "key_revoked", revokedAt: now },
    { ...key, id: "key_expired", expiresAt: now },
  ];
  expect((await verifyWebhook(signed(), body, [...old, key], now)).keyId).toBe("key_a");
});

test("300 seconds either way are tolerated", async () => {
  expect((await verifyWebhook(signed(), body, [key], addSeconds(now, 300))).keyId).toBe("key_a");
  expect((await verifyWebhook(signed(), body, [key], addSeconds(now, -300))).keyId).toBe("key_a");
});

/** A key that counts the reads of its material: once for each verification. */
function counted(changes: Partial<VerificationKey>, reads: { count: number }): VerificationKey {
  const material = randomBytes(32);
  return {
    ...vectorKey,
    ...changes,
    get material() {
      reads.count++;
      return material;
    },
  };
}

test("a forged call costs the usable keys and the three keys that ended last, however many keys there were", async () => {
  const reads = { count: 0 };
  const ended = Array.from({ length: 500 }, (_, n) => counted({ revokedAt: addSeconds(now, -n) }, reads));
  const keys = [...ended, counted({}, reads)];
  await expect(verifyWebhook(vector, body, keys, now)).rejects.toMatchObject({ code: "invalid_signature" });
  expect(reads.count).toBe(4);
  reads.count = 0;
  const refused = verifyWebhook(vector, body, keys, now, { endedKeys: 0 });
  await expect(refused).rejects.toMatchObject({ code: "invalid_signature" });
  expect(reads.count).toBe(1);
});

test("the holders of the three keys that ended last learn why, and holders of older keys do not", async () => {
  const ended = Array.from({ length: 4 }, (_, n) => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const material = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
    return { privateKey, ended: { ...key, id: `key_${n}`, material, revokedAt: addSeconds(now, -n) } };
  });
  const codes = ended.map(async ({ privateKey }) => {
    const signature = sign(null, Buffer.concat([Buffer.from("m.1614265330."), body]), privateKey);
    const headers = { id: "m", timestamp: "1614265330", signature: `v1a,${signature.toString("base64")}` };
    const keys = ended.map((entry) => entry.ended).reverse();
    return verifyWebhook(headers, body, keys, now).catch(({ code }) => code);
  });
  expect(await Promise.all(codes)).toEqual([
    "key_revoked",
    "key_revoked",
    "key_revoked",
    "invalid_signature",
  ]);
});

test("the fourth signature of a call counts and the fifth does not", async () => {
  const { signature, ...headers } = signed();
  const others = (count: number) => Array(count).fill(`v1a,${Buffer.alloc(64).toString("base64")}`);
  const fourth = { ...headers, signature: [...others(3), signature].join(" ") };
  expect((await verifyWebhook(fourth, body, [key], now)).keyId).toBe("key_a");
  const fifth = { ...headers, signature: [...others(4), signature].join(" ") };
  await expect(verifyWebhook(fifth, body, [key], now)).rejects.toMatchObject({ code: "invalid_signature" });
});
