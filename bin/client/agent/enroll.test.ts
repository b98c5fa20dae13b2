import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { verifyWebhook } from "#lib/crypto/verify-webhook";
import { publicKeyOf } from "../../../client/testing/public-key-of.ts";
import { openAgentSide } from "../testing/agent-side.ts";

const { server, folder, run } = await openAgentSide();
let files = 0;

function newFile(): string {
  return join(folder, `new-${files++}`, "agent.json");
}

function enrolled() {
  return {
    status: 201,
    body: { agent: { id: "agt_7", name: "Bot" }, key: { id: "key_1", expires_at: "2027-01-01" } },
  };
}

test("enrolling with a code proves possession of the private key, and stores the key readable only by its user", async () => {
  const file = newFile();
  server.answers(enrolled);
  const { code } = await run(["enroll", "--url", `${server.url}/`, "--code", "ABCD-EFGH", "--file", file]);
  expect([code, statSync(file).mode & 0o777]).toEqual([0, 0o600]);
  const saved = JSON.parse(readFileSync(file, "utf8"));
  expect(saved).toEqual({ url: server.url, agent: "agt_7", key: expect.stringMatching(/^whsk_/) });
  const [call] = server.calls;
  const sent = JSON.parse(call?.body ?? "");
  expect(sent).toEqual({ code: "ABCD-EFGH", public_key: await publicKeyOf(saved.key) });
  expect(call?.body).not.toContain("whsk_");
  const headers = Object.fromEntries(
    ["id", "timestamp", "signature"].map((name) => [name, call?.headers[`webhook-${name}`]]),
  );
  const material = new Uint8Array(Buffer.from(sent.public_key.slice("whpk_".length), "base64"));
  const key = {
    id: "new",
    algorithm: "ed25519" as const,
    material,
    expiresAt: new Date("2099-01-01"),
    revokedAt: null,
  };
  const verified = await verifyWebhook(
    headers as never,
    new TextEncoder().encode(call?.body),
    [key],
    new Date(),
  );
  expect(verified.keyId).toBe("new");
});

test("existing credentials are never overwritten silently, and the code is not used", async () => {
  const file = newFile();
  server.answers(enrolled);
  await run(["enroll", "--url", server.url, "--code", "A", "--file", file]);
  const before = readFileSync(file, "utf8");
  const again = await run(["enroll", "--url", server.url, "--code", "B", "--file", file]);
  expect([again.code, server.calls.length, readFileSync(file, "utf8")]).toEqual([2, 1, before]);
  const replaced = await run(["enroll", "--url", server.url, "--code", "B", "--file", file, "--replace"]);
  expect([replaced.code, statSync(file).mode & 0o777]).toEqual([0, 0o600]);
  expect(readFileSync(file, "utf8")).not.toBe(before);
});

test("--replace keeps the key of another agent, and refuses a known ID before the code is used", async () => {
  const file = newFile();
  server.answers(enrolled);
  const other = '{"agent": "agt_8", "key": "kept"}';
  await run(["enroll", "--url", server.url, "--code", "A", "--file", file]);
  writeFileSync(file, other, { mode: 0o600 });
  const replacing = ["enroll", "--url", server.url, "--code", "B", "--file", file, "--replace"];
  expect((await run([...replacing, "--agent", "agt_7"])).code).toBe(2);
  expect(server.calls.length).toBe(1);
  expect((await run(replacing)).code).toBe(2);
  expect([readFileSync(file, "utf8"), existsSync(`${file}.new`)]).toEqual([other, false]);
});

test("a refused enrollment leaves no new credentials behind, and the old credentials unchanged", async () => {
  const file = newFile();
  server.answers(() => ({ status: 401, body: { code: "invalid_enrollment_code", detail: "No." } }));
  expect((await run(["enroll", "--url", server.url, "--code", "X", "--file", file])).code).toBe(20);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, "old", { mode: 0o600 });
  expect((await run(["enroll", "--url", server.url, "--code", "X", "--file", file, "--replace"])).code).toBe(
    20,
  );
  expect([readFileSync(file, "utf8"), existsSync(`${file}.new`)]).toEqual(["old", false]);
});

test("keys created elsewhere are read from standard input or the environment", async () => {
  const [one, two] = [newFile(), newFile()];
  const { privateKey } = await newKeyPair();
  const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  server.answers(enrolled);
  const stdin = `${privateKey}\n`;
  expect(
    (
      await run(["enroll", "--url", server.url, "--agent", "agt_1", "--private-key", "-", "--file", one], {
        stdin,
      })
    ).code,
  ).toBe(0);
  const env = { COUNTERSIGN_AGENT_SECRET: secret };
  expect((await run(["enroll", "--url", server.url, "--agent", "agt_1", "--file", two], { env })).code).toBe(
    0,
  );
  expect([one, two].map((file) => JSON.parse(readFileSync(file, "utf8")).key)).toEqual([privateKey, secret]);
  expect(server.calls).toEqual([]);
});

test.each([
  ["plain http to another machine", ["--url", "http://countersign.example", "--code", "A"]],
  ["no url", ["--code", "A"]],
  ["no choice", ["--url", "https://countersign.example"]],
  ["two choices", ["--url", "https://countersign.example", "--code", "A", "--secret", "-"]],
  ["a secret without an agent", ["--url", "https://countersign.example", "--secret", "-"]],
])("enroll is refused before anything is written or sent: %s", async (_, args) => {
  const file = newFile();
  server.answers(enrolled);
  expect((await run(["enroll", ...args, "--file", file])).code).toBe(2);
  expect([existsSync(file), server.calls.length]).toEqual([false, 0]);
});

test.each(["--secret", "--private-key"])(
  "a key behind %s is refused unread, and not repeated",
  async (option) => {
    const file = newFile();
    const key =
      option === "--secret"
        ? `whsec_${Buffer.alloc(32, 1).toString("base64")}`
        : (await newKeyPair()).privateKey;
    const { code, io } = await run(
      ["enroll", "--url", server.url, "--agent", "agt_1", option, key, "--file", file],
      { stdin: key },
    );
    expect([code, existsSync(file)]).toEqual([2, false]);
    expect(io.stderr).toContain(option === "--secret" ? "COUNTERSIGN_AGENT_SECRET" : "COUNTERSIGN_AGENT_KEY");
    expect(io.stderr).not.toContain(key);
  },
);

test("keygen shows the public key, stores the private key and names the next step of an agent and a tool", async () => {
  const out = join(folder, "made.key");
  const { code, io } = await run(["keygen", "--out", out]);
  expect([code, io.stdout]).toEqual([0, `${await publicKeyOf(readFileSync(out, "utf8").trim())}\n`]);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect(io.stderr).toMatch(/For an agent: .*\n {2}countersign enroll .*\nFor a tool: .* Settings, Tools\./);
  expect((await run(["keygen", "--out", out])).code).toBe(2);
});
