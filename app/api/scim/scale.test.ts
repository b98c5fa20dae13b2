import { expect, test } from "vitest";
import { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);

/** Runs `work` for every item, with at most `width` in parallel. */
async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** So many active owners with an agent each: rows, without ceremonies. */
async function ownersAtWork(count: number) {
  const owners = Array.from({ length: count }, (_, index) => {
    const { publicKey, privateKey } = newKeyPair();
    const raw = Buffer.from(publicKey.slice("whpk_".length), "base64").toString("hex");
    const ids = { personId: newId("per", workspace.time.now), agentId: newId("agt", workspace.time.now) };
    return { index, raw, privateKey, keyId: newId("key", workspace.time.now), ...ids };
  });
  const { now } = workspace.time;
  const column = (name: "personId" | "agentId" | "keyId" | "raw") => owners.map((owner) => owner[name]);
  const sql = workspace.db.$client;
  await sql`insert into people (id, name, email, status, roles, created_at)
    select id, 'Owner ' || n, 'owner' || n || '@example.com', 'active', '{approver}', ${now.toISOString()}
    from unnest(${column("personId")}::text[]) with ordinality as t(id, n)`;
  await sql`insert into agents (id, name, owner_id, status, created_by, created_at)
    select id, 'Bot', owner, 'active', 'test', ${now.toISOString()}
    from unnest(${column("agentId")}::text[], ${column("personId")}::text[]) as t(id, owner)`;
  await sql`insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select id, agent, 'ed25519', decode(raw, 'hex'), 'test', ${now.toISOString()}, ${addSeconds(now, 86_400).toISOString()}
    from unnest(${column("keyId")}::text[], ${column("agentId")}::text[], ${column("raw")}::text[]) as t(id, agent, raw)`;
  return owners.map((owner) => ({
    personId: owner.personId,
    agent: new CallingAgent(workspace.runtime, owner.agentId, owner.privateKey),
  }));
}

const off = { op: "Replace", path: "active", value: "False" };

test("sixty deactivations while agents ask and redeem: none of a deactivated owner's grants is redeemed", async () => {
  const owners = await ownersAtWork(60);
  const gone = new Set<string>();
  const late: string[] = [];
  const redeemed = { before: 0 };

  /** Asks and redeems until the response says that the agent is orphaned. */
  async function work({ personId, agent }: (typeof owners)[number]): Promise<void> {
    for (;;) {
      const isGone = gone.has(personId);
      const asked = await agent.ask({ action: refund(5) });
      if (isGone && asked.status === 200) late.push(`${personId} was allowed after`);
      if (asked.status !== 200) return;
      const { grant } = (await asked.json()) as { grant: string };
      const isGoneNow = gone.has(personId);
      const { status } = await agent.redeem(grant, refund(5));
      if (status === 200 && isGoneNow) late.push(`${personId} redeemed after`);
      if (status === 200) redeemed.before++;
      if (status !== 200) return;
    }
  }

  const unredeemed = new Map<string, string>();
  await inParallel(owners, 25, async ({ personId, agent }) => {
    const answered = (await (await agent.ask({ action: refund(7) })).json()) as { grant: string };
    unredeemed.set(personId, answered.grant);
  });
  const started = performance.now();
  const deactivating = inParallel(owners, 40, async ({ personId }) => {
    const { status, body } = await directory.patch(`/Users/${personId}`, off);
    expect(status, JSON.stringify(body)).toBe(200);
    gone.add(personId);
  });
  await Promise.all([deactivating, inParallel(owners.toReversed(), 10, work)]);
  const seconds = (performance.now() - started) / 1000;
  console.info(
    `60 deactivations with their cascades in ${seconds.toFixed(1)} s, ${redeemed.before} redemptions beside them`,
  );

  await inParallel(owners, 40, async ({ personId, agent }) => {
    const { status } = await agent.redeem(unredeemed.get(personId) ?? "", refund(7));
    if (status === 200) late.push(`${personId} redeemed what it had held`);
  });
  expect(late).toEqual([]);
  const [left] = await workspace.db.$client`
    select count(*) filter (where g.state = 'issued')::int as issued,
      count(distinct a.id) filter (where a.status <> 'quarantined')::int as working,
      count(distinct p.id)::int as suspended
    from people p join agents a on a.owner_id = p.id join grants g on g.agent_id = a.id
    where p.status = 'suspended'`;
  expect(left).toEqual({ issued: 0, working: 0, suspended: 60 });
}, 90_000);

test("four hundred people are provisioned, and paging returns each exactly once", async () => {
  const numbers = Array.from({ length: 400 }, (_, index) => index);
  const { totalResults: before } = (await directory.get("/Users?count=0")).body;
  const started = performance.now();
  const made = new Set<string>();
  await inParallel(numbers, 25, async (number) => {
    made.add(await directory.provision(`sync${number}@example.com`));
  });
  const provisioned = performance.now();
  const read = new Set<string>();
  for (let startIndex = 1; ; startIndex += 100) {
    const { status, body } = await directory.get(`/Users?startIndex=${startIndex}&count=100`);
    expect(status).toBe(200);
    expect(body.totalResults).toBe(before + 400);
    for (const { id } of body.Resources) read.add(id);
    if (body.itemsPerPage < 100) break;
  }
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  console.info(
    `400 people provisioned in ${seconds(started, provisioned)} s, read in pages in ${seconds(provisioned, performance.now())} s`,
  );
  expect(read.size).toBe(before + 400);
  expect([...made].every((id) => read.has(id))).toBe(true);
}, 180_000);
