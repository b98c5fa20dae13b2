import { expect, test } from "vitest";
import { type MasterSecret, seal, unseal } from "./seal.ts";

const secret = "a".repeat(64) as MasterSecret;
const plain = new TextEncoder().encode("a secret of an agent");

test("a sealed secret opens for its purpose and its row", () => {
  expect(unseal(secret, "agent-secret", "key_1", seal(secret, "agent-secret", "key_1", plain))).toEqual(
    plain,
  );
});

test("a sealed secret copied to another row does not open", () => {
  const sealed = seal(secret, "agent-secret", "key_1", plain);
  expect(() => unseal(secret, "agent-secret", "key_2", sealed)).toThrow(/cannot unseal/);
});

test("a sealed secret opens neither for another purpose nor under another master secret", () => {
  const sealed = seal(secret, "agent-secret", "key_1", plain);
  expect(() => unseal(secret, "sso-secret", "key_1", sealed)).toThrow(/cannot unseal/);
  expect(() => unseal("b".repeat(64) as MasterSecret, "agent-secret", "key_1", sealed)).toThrow(
    /cannot unseal/,
  );
});

test("a sealed secret with one changed bit does not open", () => {
  const sealed = seal(secret, "agent-secret", "key_1", plain);
  for (const index of [0, 15, sealed.byteLength - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => unseal(secret, "agent-secret", "key_1", changed)).toThrow(/cannot unseal/);
  }
});
