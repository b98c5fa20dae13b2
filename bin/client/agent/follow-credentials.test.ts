import { createPublicKey, verify } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicKeyOf } from "../../../client/testing/public-key-of.ts";
import { httpPort } from "../boundary/http-port.ts";
import { openAgentSide } from "../testing/agent-side.ts";
import { testIo } from "../testing/test-io.ts";
import { readCredentials } from "./credentials.ts";
import { followCredentials } from "./follow-credentials.ts";

const { server, folder, run } = await openAgentSide();
const file = join(folder, "followed.json");
const inAnHour = new Date(Date.now() + 3600_000).toISOString();

/** Exchanges a workload token, as a long-running process does before its key expires. */
async function enroll(agent = "agt_1"): Promise<string> {
  server.answers(() => ({
    status: 201,
    body: { agent: { id: agent }, key: { id: "key_1", expires_at: inAnHour } },
  }));
  const options = ["--url", server.url, "--agent", agent, "--file", file, "--replace"];
  await run(["enroll", ...options, "--workload-token", "-"], { stdin: "token" });
  return readCredentials(file).key;
}

const first = await enroll();
const credentials = followCredentials(file);
const port = httpPort(testIo(), credentials, { patienceSeconds: 0 });

/** Whether the next ask is signed with a key. */
async function asksWith(key: string): Promise<boolean> {
  server.answers(() => ({ status: 401, body: { code: "invalid_signature" } }));
  await expect(port.ask({ type: "refund.create", params: {} }, { reportWithinSeconds: 60 })).rejects.toThrow(
    "invalid_signature",
  );
  const [call] = server.calls;
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = call?.headers ?? {};
  const x = Buffer.from((await publicKeyOf(key)).slice("whpk_".length), "base64").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signed = Buffer.from(`${id}.${at}.${call?.body}`);
  return verify(null, signed, publicKey, Buffer.from(String(signature).slice("v1a,".length), "base64"));
}

test("a boundary that runs on asks with the key of a replaced credentials file", async () => {
  expect(await asksWith(first)).toBe(true);
  const second = await enroll();
  expect(second).not.toBe(first);
  expect(await asksWith(second)).toBe(true);
});

test("a file that is for another agent, expired or broken leaves the boundary its key", async () => {
  const { key } = credentials;
  await enroll("agt_2");
  expect(await asksWith(key)).toBe(true);
  const expired = { ...readCredentials(file), agent: "agt_1", expires_at: "2026-01-01T00:00:00.000Z" };
  for (const text of [JSON.stringify(expired), "{"]) {
    writeFileSync(file, text, { mode: 0o600 });
    expect(await asksWith(key)).toBe(true);
  }
});
