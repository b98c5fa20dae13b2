import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { verifyProof } from "#lib/grants/verify-proof";
import { ed25519Thumbprint } from "#lib/keys/ed25519";
import { publicKeyOf } from "./keys.mjs";
import { grantFor, openAgentSide } from "./testing/agent-side.ts";

const { credentials, run } = await openAgentSide();
const audience = "https://payments.example";
const grant = grantFor({ aud: audience });

test("the server accepts the proof for this grant, audience and key, and for no others", async () => {
  const { code, io } = await run(["prove", "--grant", grant]);
  expect(code).toBe(0);
  const { key } = JSON.parse(readFileSync(credentials, "utf8"));
  const thumbprint = ed25519Thumbprint(Buffer.from(publicKeyOf(key).slice("whpk_".length), "base64"));
  const expected = { grant, audience, thumbprint, now: new Date() };
  const proof = io.stdout.trim();
  await expect(verifyProof(proof, expected)).resolves.toBeUndefined();
  for (const other of [{ grant: grantFor() }, { audience: "https://evil.example" }, { thumbprint: "x" }]) {
    await expect(verifyProof(proof, { ...expected, ...other })).rejects.toThrow();
  }
});
