import { expect, test } from "vitest";
import webPush from "web-push";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken } from "#lib/kernel/digest";
import { now } from "#lib/testing/workspace";
import { verifyVapid } from "./testing/vapid.ts";
import { openVapidHeaders, vapidSubject } from "./vapid-keys.ts";

const secret = randomToken() as MasterSecret;
const vapidHeader = openVapidHeaders(secret, { origin: "https://sign.example.com" });
const [current, retired] = [newKey(), newKey()];
const audience = "https://push.example";

function newKey() {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const privateSealed = seal(secret, "vapid-key", publicKey, Buffer.from(privateKey, "base64url"));
  return { publicKey, privateSealed, createdAt: now, retiredAt: null };
}

test("one signature serves a push service for an hour, and then another is made", async () => {
  const first = vapidHeader(audience, current, now);
  expect(await verifyVapid(first, audience)).toBe(current.publicKey);
  expect(vapidHeader(audience, current, addSeconds(now, 3599))).toBe(first);
  const next = vapidHeader(audience, current, addSeconds(now, 3600));
  expect(next).not.toBe(first);
  expect(await verifyVapid(next, audience)).toBe(current.publicKey);
});

test("a signature for one push service is not sent to another", async () => {
  vapidHeader(audience, current, now);
  const other = "https://other.example";
  await expect(verifyVapid(vapidHeader(other, current, now), other)).resolves.toBe(current.publicKey);
});

test("a device that subscribed with a retired key gets the signature of that key", async () => {
  vapidHeader(audience, current, now);
  expect(await verifyVapid(vapidHeader(audience, retired, now), audience)).toBe(retired.publicKey);
});

test("the contact of the signature is the origin, and a mail address on a local machine", () => {
  expect(vapidSubject("https://sign.example.com")).toBe("https://sign.example.com");
  for (const origin of [
    "https://localhost:3000",
    "https://app.localhost",
    "https://127.0.0.1",
    "http://a.example",
  ])
    expect(vapidSubject(origin)).toMatch(/^mailto:/);
});
