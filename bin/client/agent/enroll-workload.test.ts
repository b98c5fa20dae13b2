import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { publicKeyOf } from "../../../client/testing/public-key-of.ts";
import { openAgentSide } from "../testing/agent-side.ts";

const { server, folder, run } = await openAgentSide();
const token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
const expiresAt = "2026-01-01T01:00:00.000Z";
const issuedAt = new Date("2026-01-01T00:30:00Z").getTime();
let files = 0;
const newFile = () => join(folder, `workload-${files++}.json`);
const enroll = (...more: string[]) => ["enroll", "--url", server.url, "--agent", "agt_7", ...more];

function issued() {
  return { status: 201, body: { agent: { id: "agt_7" }, key: { id: "key_1", expires_at: expiresAt } } };
}

test.each([
  ["a file", (path: string) => ["--workload-token", path], {}],
  ["standard input", () => ["--workload-token", "-"], { stdin: `${token}\n` }],
  ["the environment", () => [], { env: { COUNTERSIGN_WORKLOAD_TOKEN: token } }],
])("a workload token from %s is exchanged for a key of this machine", async (_, options, given) => {
  const [file, tokenFile] = [newFile(), newFile()];
  writeFileSync(tokenFile, `${token}\n`);
  server.answers(issued);
  const { code, io } = await run(enroll(...options(tokenFile), "--file", file), given);
  const saved = JSON.parse(readFileSync(file, "utf8"));
  expect([code, saved.expires_at]).toEqual([0, expiresAt]);
  const call = server.calls.at(-1);
  expect([call?.path, JSON.parse(call?.body ?? "")]).toEqual([
    "/api/v1/agents/agt_7/workload-keys",
    { token, public_key: await publicKeyOf(saved.key) },
  ]);
  expect(io.stderr + readFileSync(file, "utf8")).not.toContain(token);
});

test("a new key for the same server keeps the issuer that stands in the file", async () => {
  const file = newFile();
  const enrolled = async (url: string) => {
    writeFileSync(file, JSON.stringify({ url, issuer: "https://countersign.example" }), { mode: 0o600 });
    server.answers(issued);
    const stdin = `${token}\n`;
    expect((await run(enroll("--workload-token", "-", "--file", file, "--replace"), { stdin })).code).toBe(0);
    return JSON.parse(readFileSync(file, "utf8")).issuer;
  };
  expect(await enrolled(server.url)).toBe("https://countersign.example");
  expect(await enrolled("https://other.example")).toBeUndefined();
});

test("an ask with an expired workload key says so, and sends nothing", async () => {
  const file = newFile();
  const credentials = {
    url: server.url,
    agent: "agt_7",
    key: (await newKeyPair()).privateKey,
    expires_at: expiresAt,
  };
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  const calls = server.calls.length;
  const now = () => issuedAt + 3600_000;
  const { code, io } = await run(["ask", "refund.create", "--file", file], { now });
  expect([code, server.calls.length]).toEqual([20, calls]);
  expect(io.stderr).toContain(`expired at ${expiresAt}. Get a new token and run "countersign enroll" again`);
});

test.each([
  ["as an argument", ["--workload-token", token], {}],
  ["without the agent", ["--workload-token", "-", "--agent", "../x"], { stdin: token }],
  ["together with a code", ["--workload-token", "-", "--code", "ABCD"], { stdin: token }],
  ["from GitHub outside of a job", ["--workload-audience", "x"], {}],
  ["from an insecure address", ["--workload-audience", "x"], { env: gitHub("http://github.example/token") }],
  ["from a missing file", ["--workload-token", "/nowhere"], {}],
])("a workload token %s is refused before anything is sent", async (_, options, given) => {
  const file = newFile();
  const calls = server.calls.length;
  const { code } = await run(enroll(...options, "--file", file), given);
  expect([code, server.calls.length, existsSync(file)]).toEqual([2, calls, false]);
});

test("without a token from GitHub nothing is enrolled", async () => {
  server.answers(() => ({ status: 403, body: {} }));
  const file = newFile();
  const given = { env: gitHub(`${server.url}/token`) };
  const { code, io } = await run(enroll("--workload-audience", "x", "--file", file), given);
  expect([code, existsSync(file)]).toEqual([30, false]);
  expect(io.stderr).not.toContain("of the job");
});

test("a server that can't fetch the issuer's keys exits 30 with the server's explanation", async () => {
  const detail = "The keys of the token's issuer can't be fetched right now. Try again in a moment.";
  server.answers(() => ({ status: 503, body: { code: "busy", detail } }));
  const file = newFile();
  const given = { stdin: token };
  const { code, io } = await run(enroll("--workload-token", "-", "--file", file, "--patience", "0"), given);
  expect([code, existsSync(file)]).toEqual([30, false]);
  expect(io.stderr).toContain(`${detail} (busy)`);
});

function gitHub(url: string) {
  return { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job" };
}
