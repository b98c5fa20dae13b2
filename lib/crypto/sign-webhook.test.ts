import { randomBytes } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { expect, test } from "vitest";
import { signWebhook } from "./sign-webhook.ts";

const body = '{"type":"test"}';
const timestamp = Math.floor(Date.now() / 1000);
const secrets = [randomBytes(32), randomBytes(32)];
const encoded = secrets.map((secret) => `whsec_${secret.toString("base64")}`);
const headers = {
  "webhook-id": "dlv_1",
  "webhook-timestamp": String(timestamp),
  "webhook-signature": signWebhook({ id: "dlv_1", timestamp, body }, secrets),
};

// Public vector of the Standard Webhooks project (github.com/standard-webhooks/standard-webhooks,
// MIT).
test("the signature of the Standard Webhooks public vector is reproduced", () => {
  const vector = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
  };
  const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  expect(signWebhook(vector, [secret])).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test.each([
  ["standardwebhooks", StandardWebhook],
  ["svix", SvixWebhook],
])("%s verifies each of the signatures, and no other body", (_, Webhook) => {
  for (const secret of encoded) {
    expect(new Webhook(secret).verify(body, headers)).toEqual({ type: "test" });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  }
  expect(() => new Webhook(`whsec_${randomBytes(32).toString("base64")}`).verify(body, headers)).toThrow();
});
