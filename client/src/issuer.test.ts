import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GrantFactory } from "../testing/grant-factory.ts";
import { audience, refundAtTool } from "../testing/refund.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { newKeyPair } from "./keys.ts";

import { actionDigest, createTool, Refusal, type Tool } from "./tool.ts";

const server = await ScriptedServer.open();
const elsewhere = await ScriptedServer.open();
const grants = new GrantFactory(server.url, "key_1");
const json = (response: ServerResponse, body: unknown, status = 200) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const redeemed = {
  grant: { id: "gnt_1", state: "redeemed", redeemed_at: new Date().toISOString() },
  request: { id: "req_1" },
  approvals: [],
};
let tool: Tool;
let onKeys: (response: ServerResponse) => void;
let onRedeem: (response: ServerResponse) => void;

const { privateKey: ownKey } = await newKeyPair();

beforeEach(() => {
  const key = ownKey;
  tool = createTool({ issuer: server.url, audience, key, timeoutSeconds: 5 });
  server.calls = [];
  elsewhere.calls = [];
  onKeys = (response) => json(response, { keys: [grants.jwk] });
  onRedeem = (response) => json(response, redeemed);
  server.answer = (response, path) => (path === "/.well-known/jwks.json" ? onKeys : onRedeem)(response);
});
afterEach(() => void vi.useRealTimers());

async function guarded(by = tool) {
  const run = vi.fn(() => "ran");
  const thrown = await by.guard(await grants.present(), refundAtTool(), run).catch((error: unknown) => error);
  if (thrown === "ran") return "ran";
  expect(run).not.toHaveBeenCalled();
  return thrown instanceof Refusal ? thrown.code : thrown;
}

test("a call may take 30 days, or a time that isn't a whole number of milliseconds", async () => {
  const { privateKey: key } = await newKeyPair();
  for (const timeoutSeconds of [30 * 86_400, 1.005]) {
    const patient = createTool({ issuer: server.url, audience, key, timeoutSeconds });
    expect(await guarded(patient)).toBe("ran");
  }
});

const big = "x".repeat(300_000);
test.each<[string, (response: ServerResponse) => void]>([
  ["no connection", (response) => void response.destroy()],
  ["an error", (response) => json(response, {}, 500)],
  ["a web page", (response) => void response.end("<html>")],
  ["no key set", (response) => json(response, [])],
  ["a redirect", (response) => void response.writeHead(302, { location: elsewhere.url }).end()],
  ["too much", (response) => void response.end(`{"keys":[],"x":"${big}"}`)],
])("nothing runs when the key set can't be fetched: %s", async (_, answer) => {
  onKeys = answer;
  expect(await guarded()).toBe("issuer_unavailable");
  expect([...server.calls.filter(({ path }) => path.includes("grants")), ...elsewhere.calls]).toEqual([]);
});

test.each<[string, (response: ServerResponse) => void, string]>([
  ["no connection", (response) => void response.destroy(), "issuer_unavailable"],
  ["a server that is starting", (response) => json(response, { code: "busy" }, 503), "issuer_unavailable"],
  ["a rate limit", (response) => json(response, { code: "rate_limited" }, 429), "rate_limited"],
  ["an error without a code", (response) => json(response, {}, 500), "invalid_answer"],
  ["a web page with status 200", (response) => void response.end("<html>"), "invalid_answer"],
  ["an empty answer", (response) => void response.end(), "invalid_answer"],
  ["status 204", (response) => void response.writeHead(204).end(), "invalid_answer"],
  [
    "a redirect",
    (response) => void response.writeHead(307, { location: elsewhere.url }).end(),
    "issuer_unavailable",
  ],
  ["too much", (response) => void response.end(big), "issuer_unavailable"],
  [
    "another grant's redemption",
    (r) => json(r, { ...redeemed, grant: { ...redeemed.grant, id: "gnt_2" } }),
    "invalid_answer",
  ],
  [
    "another request",
    (response) => json(response, { ...redeemed, request: { id: "req_2" } }),
    "invalid_answer",
  ],
  [
    "another state",
    (r) => json(r, { ...redeemed, grant: { ...redeemed.grant, state: "issued" } }),
    "invalid_answer",
  ],
  ["a refusal with status 200", (response) => json(response, { code: "grant_revoked" }), "invalid_answer"],
  ["a new code", (response) => json(response, { code: "new_code", detail: "Why." }, 403), "refused"],
  ["a bad signature", (response) => json(response, { code: "invalid_signature" }, 401), "not_set_up"],
])("nothing runs unless the answer is the redemption of this grant: %s", async (_, answer, code) => {
  onRedeem = answer;
  expect(await guarded()).toBe(code);
  expect(elsewhere.calls).toEqual([]);
});

test.each<[string, (response: ServerResponse) => void]>([
  ["a body that never ends", (response) => void response.write("{")],
  ["no answer", () => {}],
])("a server that doesn't finish its answer is given up: %s", async (_, answer) => {
  const { privateKey: key } = await newKeyPair();
  onRedeem = answer;
  expect(await guarded(createTool({ issuer: server.url, audience, key, timeoutSeconds: 0.5 }))).toBe(
    "issuer_unavailable",
  );
  onKeys = answer;
  expect(await guarded(createTool({ issuer: server.url, audience, key, timeoutSeconds: 0.5 }))).toBe(
    "issuer_unavailable",
  );
});

test("when a response was lost and the grant is then redeemed, the outcome is unknown and nothing runs", async () => {
  const answers = [
    (response: ServerResponse) => void response.destroy(),
    (response: ServerResponse) => json(response, { code: "grant_already_redeemed" }, 409),
  ];
  onRedeem = (response) => answers.shift()?.(response);
  expect(await guarded()).toBe("outcome_unknown");
});

test("a redemption is repeated after a busy server, under the same ID", async () => {
  const answers = [(response: ServerResponse) => json(response, { code: "busy" }, 503)];
  onRedeem = (response) => (answers.shift() ?? ((last) => json(last, redeemed)))(response);
  expect(await guarded()).toBe("ran");
  const ids = server.calls
    .filter(({ path }) => path.includes("grants"))
    .map(({ headers }) => headers["webhook-id"]);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
});

test("keys are fetched once for many grants, again after five minutes, and not used when that fails", async () => {
  expect(await Promise.all([guarded(), guarded(), guarded()])).toEqual(["ran", "ran", "ran"]);
  const fetches = () => server.calls.filter(({ path }) => path.includes("jwks")).length;
  expect(fetches()).toBe(1);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
  onKeys = (response) => json(response, {}, 500);
  expect(await guarded()).toBe("issuer_unavailable");
  expect(fetches()).toBe(2);
});

test("a new key is found when a grant names it, and forged key IDs cause one fetch in five seconds", async () => {
  expect(await guarded()).toBe("ran");
  const next = new GrantFactory(server.url, "key_2");
  onKeys = (response) => json(response, { keys: [grants.jwk, next.jwk] });
  const verify = async () => tool.verifyGrant(await next.present(), refundAtTool());
  await expect(verify()).rejects.toMatchObject({ code: "invalid_grant" });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6_000 });
  await expect(verify()).resolves.toMatchObject({ agentId: "agt_1" });
  const forged = new GrantFactory(server.url, "key_3");
  for (let attempt = 0; attempt < 20; attempt++)
    await expect(tool.verifyGrant(await forged.present(), refundAtTool())).rejects.toMatchObject({
      code: "invalid_grant",
    });
  expect(server.calls.filter(({ path }) => path.includes("jwks"))).toHaveLength(2);
});

const detail = { type: "agent_action", digest: await actionDigest("agt_1", refundAtTool()) };
test.each([
  ["a list of audiences", { aud: [audience, "https://other.example"] }, "audience_mismatch"],
  ["another agent as client", { client_id: "agt_2" }, "invalid_grant"],
  ["no agent", { act: undefined }, "invalid_grant"],
  ["a life of an hour", { exp: Math.floor(Date.now() / 1000) + 3600 }, "invalid_grant"],
  ["no expiry", { exp: undefined }, "invalid_grant"],
  ["an unknown basis", { acr: "urn:example:mfa" }, "invalid_grant"],
  ["two actions", { authorization_details: [detail, detail] }, "invalid_grant"],
  ["no action", { authorization_details: undefined }, "invalid_grant"],
  ["another issuer", { iss: "https://other.example" }, "invalid_grant"],
])("a signed token that isn't a grant for this tool is refused: %s", async (_, claims, code) => {
  const verified = tool.verifyGrant(await grants.present(claims), refundAtTool());
  await expect(verified).rejects.toMatchObject({ code });
});

test.each([
  ["no proof", undefined],
  ["no signature", "prf_1.1764200000"],
  ["an old proof", "prf_1.1500000000.v1a,AAAAAAAAAAAAAAAAAAAAAA=="],
])("a grant without a bound key needs a Countersign-Proof: %s", async (_, agentProof) => {
  const presented = { ...(await grants.present()), agentProof };
  await expect(tool.verifyGrant(presented, refundAtTool())).rejects.toMatchObject({ code: "invalid_proof" });
});
