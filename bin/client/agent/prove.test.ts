import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import { verifyAgentProof } from "#lib/grants/require-proof";
import { verifyProof } from "#lib/grants/verify-proof";
import { publicKeyOf } from "../../../client/testing/public-key-of.ts";
import { agent, grantFor, openAgentSide } from "../testing/agent-side.ts";

const { credentials, folder, run } = await openAgentSide();
const audience = "https://payments.example";
const grant = grantFor({ aud: audience, cnf: { jkt: "x" } });
const unbound = grantFor({ aud: audience });

test("the server accepts the proof for this grant, audience and key, and for no others", async () => {
  const { code, io } = await run(["prove", "--grant", grant]);
  expect(code).toBe(0);
  const { key } = JSON.parse(readFileSync(credentials, "utf8"));
  const thumbprint = ed25519Thumbprint(Buffer.from((await publicKeyOf(key)).slice("whpk_".length), "base64"));
  const expected = { grant, audience, thumbprint, now: new Date() };
  const proof = io.stdout.trim();
  await expect(verifyProof(proof, expected)).resolves.toBeUndefined();
  for (const other of [{ grant: grantFor() }, { audience: "https://evil.example" }, { thumbprint: "x" }]) {
    await expect(verifyProof(proof, { ...expected, ...other })).rejects.toThrow();
  }
});

/** Credentials of an agent that signs with a secret, and the key as the server stores it. */
function secretCredentials() {
  const material = randomBytes(32);
  const file = join(folder, "secret.json");
  const key = `whsec_${material.toString("base64")}`;
  writeFileSync(file, JSON.stringify({ url: "https://countersign.example", agent, key }), { mode: 0o600 });
  const expiresAt = new Date(Date.now() + 60_000);
  return {
    file,
    key: { id: "key_1", algorithm: "hmac-sha256" as const, material, expiresAt, revokedAt: null },
  };
}

test("an agent that signs with a secret proves a grant that is not bound to a key", async () => {
  const { file, key } = secretCredentials();
  const { code, io } = await run(["prove", "--grant", unbound, "--file", file]);
  expect(code).toBe(0);
  const expected = { grant: unbound, audience, keys: [key], now: new Date() };
  const proof = io.stdout.trim();
  await expect(verifyAgentProof(proof, expected)).resolves.toBe("key_1");
  for (const other of [{ grant }, { audience: "https://evil.example" }]) {
    await expect(verifyAgentProof(proof, { ...expected, ...other })).rejects.toThrow();
  }
});

test("a grant that is bound to a private key cannot be proved with a secret", async () => {
  const { file } = secretCredentials();
  const { code, io } = await run(["prove", "--grant", grant, "--file", file]);
  expect(code).toBe(2);
  expect(io.stdout).toBe("");
});
