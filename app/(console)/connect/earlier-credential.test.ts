import { expect, test } from "vitest";
import type { AgentKeyView } from "#lib/agents/find-agent";
import { addSeconds } from "#lib/kernel/clock";
import { earlierCredential } from "./earlier-credential.ts";

const now = new Date("2026-11-30T10:00:00Z");
const key: AgentKeyView = {
  ...{ id: "key_1", algorithm: "bearer", publicKey: null, edge: null, subject: null, workloadSubject: null },
  ...{ createdAt: now, firstCallAt: null, revokedAt: null, expiresAt: addSeconds(now, 60) },
};
const earlier = (
  credential: "key" | "token" | "workload",
  change: object,
  openCodeExpiresAt: Date | null = null,
) => earlierCredential({ keys: [{ ...key, ...change }], openCodeExpiresAt }, { credential, now });

test("a token, secret or code that may be lost is named on the page that offers another one", () => {
  expect(earlier("token", {})).toBe("token");
  expect(earlier("key", { algorithm: "hmac-sha256" })).toBe("secret");
  expect(earlier("key", { algorithm: "ed25519" }, addSeconds(now, 60))).toBe("code");
});

test.each([
  ["made a call", { firstCallAt: now }],
  ["was revoked", { revokedAt: now }],
  ["expired", { expiresAt: now }],
])("a token that %s isn't named", (_, change) => {
  expect(earlier("token", change)).toBeUndefined();
});

test("what the kind doesn't use isn't named", () => {
  expect(earlier("key", {})).toBeUndefined();
  expect(earlier("token", { algorithm: "hmac-sha256" }, addSeconds(now, 60))).toBeUndefined();
  expect(earlier("key", { algorithm: "ed25519" })).toBeUndefined();
  expect(earlier("workload", {})).toBeUndefined();
});
