import { expect, test, vi } from "vitest";
import { verifyWebhook } from "../../lib/crypto/verify-webhook.ts";
import { publicKeyOf } from "../testing/public-key-of.ts";
import { newKeyPair, signedHeaders, signingKey } from "./keys.ts";
import { sha256 } from "./text.ts";

test("Standard Webhooks public vector: the v1 signature over id, timestamp and body", async () => {
  // https://github.com/standard-webhooks/standard-webhooks: the vector its own libraries are tested
  // with.
  const headers = await signedHeaders(signingKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    body: '{"test": 2432232314}',
    at: 1614265330_000,
  });
  expect(headers).toMatchObject({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("where there is no cryptography of Node, the signature and the hash are the same", async () => {
  const { privateKey } = await newKeyPair();
  const both = async () => [await signingKey(privateKey).sign("msg_1.1.{}"), await sha256("digest ü")];
  const inNode = await both();
  const spy = vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const elsewhere = await both().finally(() => spy.mockRestore());
  expect(elsewhere).toEqual(inNode);
});

test.each(["ed25519", "hmac-sha256"] as const)(
  "the server accepts what the client signs: %s",
  async (algorithm) => {
    const now = new Date("2026-11-24T14:00:00Z");
    const { privateKey, publicKey } = await newKeyPair();
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const [key, shown] = algorithm === "ed25519" ? [privateKey, publicKey] : [secret, secret];
    const body = '{"action":{"type":"data.read","params":{}}}';
    const id = "msg_1";
    const headers = await signedHeaders(signingKey(key), { id, body, at: now.getTime() });
    const material = new Uint8Array(Buffer.from(shown.replace(/^wh[a-z]+_/, ""), "base64"));
    const verified = await verifyWebhook(
      {
        id: headers["webhook-id"],
        timestamp: headers["webhook-timestamp"],
        signature: headers["webhook-signature"],
      },
      new TextEncoder().encode(body),
      [{ id: "key_1", algorithm, material, expiresAt: new Date("2027-01-01"), revokedAt: null }],
      now,
    );
    expect(verified).toEqual({ webhookId: id, keyId: "key_1" });
  },
);

test("a private key is read with or without its public half", async () => {
  const { privateKey, publicKey } = await newKeyPair();
  const seed = Buffer.from(privateKey.slice("whsk_".length), "base64").subarray(0, 32);
  expect(await publicKeyOf(privateKey)).toBe(publicKey);
  expect(await publicKeyOf(`whsk_${seed.toString("base64")}`)).toBe(publicKey);
});

test("a key of the wrong kind or length is refused before it is stored", () => {
  for (const text of ["", "whpk_AAAA", "whsec_AAAA", "whsk_AAAA", "whsk_AA AA"])
    expect(() => signingKey(text)).toThrow("Invalid key");
  expect(() => signingKey(`whsec_${Buffer.alloc(23).toString("base64")}`)).toThrow("24 bytes");
});
