import { expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";

const { workspace, admin } = await RunningWorkspace.open();
startRuntime({ ...workspace.runtime, config: { ...workspace.runtime.config, proxyHops: 1 } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const forger = newKeyPair().privateKey;
const body = JSON.stringify({ action: refund(50) });

/** A call in the agent's name from this address, signed with the agent's key or another key. */
async function call(agent: CallingAgent, address: string): Promise<[number, string]> {
  const path = `/api/v1/agents/${agent.id}/requests`;
  const answer = await agent.call(path, body, newId("req", workspace.time.now), {
    "x-forwarded-for": address,
  });
  return [answer.status, answer.ok ? "ok" : await codeOf(answer)];
}

async function forge(agent: CallingAgent, address: string, count: number): Promise<[number, string][]> {
  const answers = [];
  for (let n = 0; n < count; n++) answers.push(await call(agent.as(forger), address));
  return answers;
}

async function failuresOf(address: string): Promise<number> {
  const [row] = await workspace.db.$client`
    select coalesce(sum(count), 0)::int as count from rate_limits where bucket like ${`failures:${address}%`}`;
  return row?.count;
}

const invalid = [401, "invalid_signature"];
const limited = [429, "rate_limited"];

test("after thirty forged calls a minute from one address as one agent, further calls are refused with the time to wait", async () => {
  const agent = await workspace.agent(admin, owner);
  expect(await forge(agent, "192.0.2.1", 32)).toEqual([...Array(30).fill(invalid), limited, limited]);
  const path = `/api/v1/agents/${agent.id}/requests`;
  const answer = await agent.as(forger).call(path, body, "m", { "x-forwarded-for": "192.0.2.1" });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("wrong signature") });
});

test("the real agent is answered regardless of failed forgeries, also from the same address", async () => {
  const agent = await workspace.agent(admin, owner);
  await forge(agent, "192.0.2.2", 40);
  expect(await call(agent, "192.0.2.2")).toEqual([200, "ok"]);
  expect(await call(agent, "192.0.2.3")).toEqual([200, "ok"]);
});

test("failures as one agent do not count for another agent or another address", async () => {
  const [firstAgent, secondAgent] = [
    await workspace.agent(admin, owner),
    await workspace.agent(admin, owner),
  ];
  await forge(firstAgent, "192.0.2.4", 31);
  expect(await call(secondAgent.as(forger), "192.0.2.4")).toEqual(invalid);
  expect(await call(firstAgent.as(forger), "192.0.2.5")).toEqual(invalid);
});

test("one address has a limit of failures over all agents, including unknown agents", async () => {
  const agent = await workspace.agent(admin, owner);
  const strangers = Array.from({ length: 4 }, () => agent.named(newId("agt", workspace.time.now)));
  for (const stranger of strangers) {
    const answers = await forge(stranger, "192.0.2.6", 30);
    expect(answers).toEqual(Array(30).fill(invalid));
  }
  expect(await call(agent.as(forger), "192.0.2.6")).toEqual(limited);
  expect(await call(agent, "192.0.2.6")).toEqual([200, "ok"]);
});

test("a flood of forged calls stops writing to the database at the limit, and the next minute starts fresh", async () => {
  const agent = await workspace.agent(admin, owner);
  await forge(agent, "192.0.2.7", 31);
  const before = await failuresOf("192.0.2.7");
  await forge(agent, "192.0.2.7", 20);
  expect(await failuresOf("192.0.2.7")).toBe(before);
  workspace.time.now = addSeconds(workspace.time.now, 60);
  expect(await call(agent.as(forger), "192.0.2.7")).toEqual(invalid);
});

test("forged redemptions count like forged asks", async () => {
  const agent = await workspace.agent(admin, owner);
  const { grant } = (await (await agent.ask({ action: refund(50) })).json()) as { grant: string };
  const redemption = JSON.stringify({ grant, action: refund(50) });
  const redeem = async (caller: CallingAgent) => {
    const from = { "x-forwarded-for": "192.0.2.8" };
    return (await caller.call("/api/v1/grants/redemptions", redemption, "m", from)).status;
  };
  for (let n = 0; n < 30; n++) expect(await redeem(agent.as(forger))).toBe(401);
  expect(await redeem(agent.as(forger))).toBe(429);
  expect(await redeem(agent)).toBe(200);
});

let addresses = 100;
test.each<[string, (grant: string) => string]>([
  ["bytes of another signature", (grant) => `${grant.slice(0, -4)}AAAA`],
  [
    "other claims",
    (grant) => grant.replace(/\.[^.]+\./, `.${bent(grant, { jti: newId("gnt", new Date()) })}.`),
  ],
  ["the key of no server", (grant) => grant.replace(/^[^.]+/, headOf({ kid: "A".repeat(43) }))],
  ["claims of no grant", (grant) => grant.replace(/\.[^.]+\./, ".e30.")],
  ["no parts", () => "nonsense"],
])("grants with %s are counted, and limited per address", async (_, forgedFrom) => {
  const agent = await workspace.agent(admin, owner);
  const action = refund(50);
  const { grant } = (await (await agent.ask({ action })).json()) as { grant: string };
  const from = { "x-forwarded-for": `192.0.2.${addresses++}` };
  const redeem = (text: string) =>
    agent.call("/api/v1/grants/redemptions", JSON.stringify({ grant: text, action }), "m", from);
  const forged = forgedFrom(grant);
  for (let n = 0; n < 30; n++) expect((await redeem(forged)).status).toBe(401);
  const limitedAnswer = await redeem(forged);
  expect([limitedAnswer.status, await codeOf(limitedAnswer)]).toEqual(limited);
  expect(Number(limitedAnswer.headers.get("retry-after"))).toBeGreaterThan(0);
  const counted = await failuresOf(from["x-forwarded-for"]);
  await redeem(forged);
  expect(await failuresOf(from["x-forwarded-for"])).toBe(counted);

  const redeemed = await redeem(grant);
  expect([redeemed.status, await redeemed.json()]).toMatchObject([200, { grant: { state: "redeemed" } }]);
});

test("grants in the names of many agents are limited by the address they come from", async () => {
  const agent = await workspace.agent(admin, owner);
  const action = refund(50);
  const { grant } = (await (await agent.ask({ action })).json()) as { grant: string };
  const from = { "x-forwarded-for": "192.0.2.99" };
  const redeem = (text: string) =>
    agent.call("/api/v1/grants/redemptions", JSON.stringify({ grant: text, action }), "m", from);
  const forged = () =>
    grant.replace(/\.[^.]+\./, `.${bent(grant, { act: { sub: newId("agt", new Date()) } })}.`);
  for (let n = 0; n < 120; n++) expect((await redeem(forged())).status).toBe(401);
  expect((await redeem(forged())).status).toBe(429);
  expect((await redeem(grant)).status).toBe(200);
});

function bent(grant: string, claims: object): string {
  const original = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  return Buffer.from(JSON.stringify({ ...original, ...claims })).toString("base64url");
}

function headOf(members: object): string {
  return Buffer.from(JSON.stringify({ alg: "EdDSA", typ: "at+jwt", ...members })).toString("base64url");
}

test("an agent with hundreds of former keys can call with its newest key", async () => {
  const agent = await workspace.agent(admin, owner);
  await workspace.db.$client`
    insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at, revoked_at)
    select 'key_old_' || n || '_' || ${agent.id}, ${agent.id}, 'ed25519', sha256(n::text::bytea), 'test', now() - interval '1 year',
      now() + interval '300 days', now() - n * interval '1 hour' from generate_series(1, 300) n`;
  expect(await call(agent, "192.0.2.9")).toEqual([200, "ok"]);
});
