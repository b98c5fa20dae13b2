import { expect, test, vi } from "vitest";
import { refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { subject, Workload } from "./testing/workload.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const issuer = await WorkloadIssuer.start();
const setting = { workspace, issuer, admin, owner };
const workload = await Workload.pin(setting);
const { time } = workspace;
const refused = [401, "invalid_workload_token"];
const seconds = (offset: number) => Math.floor(time.now.getTime() / 1000) + offset;

test.each([
  ["another issuer", { iss: "https://other.example" }],
  ["a slash after the issuer", { iss: `${issuer.url}/` }],
  ["another audience", { aud: "https://countersign.example/agents/agt_2" }],
  ["a second audience", { aud: [workload.audience, "https://other.example"] }],
  ["no audience", { aud: undefined }],
  ["the subject of a pull request", { sub: "repo:acme/deploy:pull_request" }],
  ["a longer subject", { sub: `${subject}-2` }],
  ["a subject in capitals", { sub: subject.toUpperCase() }],
  ["no subject", { sub: undefined }],
])("a token with %s gets no key", async (_, claims) => {
  expect(await refusal(workload.exchange(await workload.token(claims)))).toEqual(refused);
});

test.each([
  ["that expired", { exp: seconds(-60) }],
  ["without expiry", { exp: undefined }],
  ["that isn't valid yet", { nbf: seconds(300) }],
  ["of the future", { iat: seconds(3600), exp: seconds(7200) }],
  ["without time of issue", { iat: undefined }],
])("a token %s gets no key", async (_, claims) => {
  expect(await refusal(workload.exchange(await workload.token(claims)))).toEqual(refused);
});

test("a token that is older than 15 minutes gets no key, although it hasn't expired", async () => {
  const old = await workload.token({ exp: seconds(7200) });
  time.now = addSeconds(time.now, 16 * 60);
  expect(await refusal(workload.exchange(old))).toEqual(refused);
});

test("a token that the issuer didn't sign, or signed in another way, gets no key", async () => {
  const token = await workload.token();
  const [header = "", payload = "", signature = ""] = token.split(".");
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const { privateKey } = newKeyPair();
  const forged = [
    `${encoded({ alg: "none" })}.${payload}.`,
    `${encoded({ alg: "HS256", kid: "first" })}.${payload}.${signature}`,
    `${header}.${payload}.${"A".repeat(86)}`,
    `${header}.${encoded({ ...JSON.parse(Buffer.from(payload, "base64url").toString()), extra: 1 })}.${signature}`,
    await workload.token({}, { kid: "unknown" }),
    await workload.token({}, { typ: "at+jwt" }),
    "not a token",
  ];
  for (const one of forged) expect([one, await refusal(workload.exchange(one))]).toEqual([one, refused]);
  // A stolen token is of no use without the private key of the public key.
  expect(await refusal(workload.exchange(token, { signer: privateKey }))).toEqual([401, "invalid_signature"]);
  expect((await workload.exchange(token)).status).toBe(201);
});

test.each(["RS256", "PS256", "ES256", "EdDSA"])("a token signed with %s gets a key", async (alg) => {
  await issuer.addKey(alg, alg);
  time.now = addSeconds(time.now, 60);
  expect((await workload.exchange(await workload.token({}, { kid: alg }))).status).toBe(201);
});

test("ES384 isn't an allowed algorithm", async () => {
  await issuer.addKey("es384", "ES384");
  time.now = addSeconds(time.now, 60);
  expect(await refusal(workload.exchange(await workload.token({}, { kid: "es384" })))).toEqual(refused);
});

test("every pinned claim has to be in the token, as the same text", async () => {
  const claims = [
    { name: "repository_owner_id", value: "42" },
    { name: "environment", value: "production" },
  ];
  const strict = await Workload.pin(setting, { claims });
  const exact = { repository_owner_id: "42", environment: "production" };
  const wrong = [
    {},
    { ...exact, environment: "staging" },
    { ...exact, repository_owner_id: 42 },
    { environment: "production" },
  ];
  for (const one of wrong) expect(await refusal(strict.exchange(await strict.token(one)))).toEqual(refused);
  expect((await strict.exchange(await strict.token(exact))).status).toBe(201);
});

test("a token of one agent's workload gets no key of another agent, and an unknown agent gets the same answer", async () => {
  const other = await Workload.pin(setting);
  const token = await workload.token();
  const answers = [];
  for (const agentId of [other.agentId, "agt_00000000000000000000000000", "agt_1"])
    answers.push(await (await workload.exchange(token, { agentId })).json());
  const [first] = answers;
  expect(first).toMatchObject({ status: 401, code: "invalid_workload_token" });
  expect(answers).toEqual([first, first, first]);
  expect(JSON.stringify(answers)).not.toContain("acme");
});

test("a withdrawn key of the issuer is no longer valid after ten minutes", async () => {
  await issuer.addKey("leaked", "ES256");
  time.now = addSeconds(time.now, 60);
  expect((await workload.exchange(await workload.token({}, { kid: "leaked" }))).status).toBe(201);
  const stolen = await workload.token(
    { iat: seconds(600), nbf: seconds(600), exp: seconds(1200) },
    { kid: "leaked" },
  );
  issuer.withdrawKey("leaked");
  time.now = addSeconds(time.now, 10 * 60 + 5);
  expect(await refusal(workload.exchange(stolen))).toEqual(refused);
});

test("without the issuer's keys no token gets a key, and tokens of other workloads fetch nothing", async () => {
  const silent = await WorkloadIssuer.start();
  const waiting = await Workload.pin({ ...setting, issuer: silent });
  await waiting.exchange(await waiting.token({ sub: "other" }));
  expect(silent.fetches).toBe(0);
  silent.status = 500;
  const warn = vi.spyOn(workspace.runtime.log, "warn");
  const answer = await waiting.exchange(await waiting.token());
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
  const cause = expect.objectContaining({ userMessage: expect.stringContaining("HTTP 500") });
  expect(warn).toHaveBeenCalledWith({ err: expect.objectContaining({ cause }) }, expect.any(String));
  silent.status = 200;
  expect((await waiting.exchange(await waiting.token())).status).toBe(503);
  time.now = addSeconds(time.now, 60);
  expect((await waiting.exchange(await waiting.token())).status).toBe(201);
});

test("a discovery document of another issuer is refused", async () => {
  const liar = await WorkloadIssuer.start();
  liar.claimedIssuer = `${liar.url}/`;
  const mistaken = await Workload.pin({ ...setting, issuer: liar });
  expect(await refusal(mistaken.exchange(await mistaken.token()))).toEqual([503, "busy"]);
});
