import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { agentBackups } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { agentPageQuery, listAgentPage } from "./list-agent-page.ts";
import type { AgentFilter } from "./narrowed-agents.ts";
import { addRequest } from "./testing/authority.ts";

const now = new Date("2026-11-24T10:00:00Z");
const many = 10_000;

let db: Database;
let admin: TestPerson;
let owner: TestPerson;
let busy: string;

// Ten thousand agents: one percent with a key that expires soon, and a few with requests.
beforeAll(async () => {
  ({ db } = await createTestDatabase());
  admin = await addPerson(db, { roles: ["admin"], now });
  owner = await addPerson(db, { roles: ["approver"], now });
  const others = await addPerson(db, { roles: ["approver"], now });
  await db.$client`
    insert into agents (id, name, owner_id, status, labels, created_by, created_at)
    select 'agt_' || lpad(n::text, 26, '0'), 'Bot ' || lpad((n * 7919 % 10000)::text, 5, '0'),
      case when n % 500 = 0 then ${owner.personId} else ${others.personId} end,
      case when n % 97 = 0 then 'quarantined' else 'active' end,
      case when n % 1000 = 0 then array['prod', 'rare'] else array['prod'] end, 'test', ${now.toISOString()}
    from generate_series(1, ${many}) n`;
  await db.$client`
    insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select 'key_' || id, id, 'ed25519', '\\x00', 'test', ${now.toISOString()}, ${addSeconds(now, 86_400).toISOString()}::timestamptz
      + case when right(id, 2) = '00' then interval '1 day' else interval '60 days' end
    from agents where right(id, 1) <> '3'`;
  busy = "agt_00000000000000000000000500";
  for (let n = 0; n < 3; n++) await addRequest(db, busy, { state: "allowed", now });
  await addRequest(db, busy, { state: "denied", now: addSeconds(now, -10 * 86_400) });
  await addRequest(db, busy, { state: "denied", now: addSeconds(now, -31 * 86_400) });
  await addRequest(db, busy, { state: "pending", now: addSeconds(now, -3600) });
  // As autovacuum does: adding the keys has raised the revision of every agent.
  await db.execute("vacuum agents");
  await db.execute("analyze");
}, 60_000);

async function walk(filter: AgentFilter, viewer: TestPerson = admin) {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await listAgentPage(db, { viewer, filter: { ...filter, after }, now });
    ids.push(...page.agents.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  return ids;
}

describe("the agents, a page at a time", () => {
  test("are all listed exactly once, by name", async () => {
    const first = await listAgentPage(db, { viewer: admin, filter: {}, now });
    expect(first.agents.map(({ name }) => name)).toEqual(
      Array.from({ length: 25 }, (_, n) => `Bot ${String(n).padStart(5, "0")}`),
    );
    const rare = await walk({ label: "rare" });
    expect(rare).toHaveLength(10);
    expect(new Set(await walk({ owner: owner.personId })).size).toBe(20);
  });

  test("are narrowed by status, owner, label, keys and name, together", async () => {
    expect(await walk({ status: "quarantined", label: "prod" })).toHaveLength(Math.floor(many / 97));
    expect(await walk({ keys: "expiring" })).toHaveLength(100);
    expect(await walk({ keys: "none" })).toHaveLength(1000);
    expect(await walk({ search: "bOT 0050" })).toHaveLength(10);
    await db.$client`update agents set attested_at = ${addSeconds(now, -91 * 86_400).toISOString()} where id = ${busy}`;
    expect(await walk({ attestation: "due" })).toEqual([]);
    await db.insert(workspace).values({ name: "Test", createdAt: now });
    expect(await walk({ attestation: "due" })).toEqual([busy]);
    expect(await walk({ search: "%" })).toHaveLength(0);
    expect(await walk({ keys: "expiring", owner: owner.personId, label: "rare" })).toHaveLength(10);
  });

  test("show the requests of the last 30 days by their current state", async () => {
    const [agent] = (await listAgentPage(db, { viewer: owner, filter: {}, now })).agents.filter(
      ({ id }) => id === busy,
    );
    expect(agent).toMatchObject({ outcomes: { allowed: 3, denied: 1, expired: 1 } });
    expect(agent?.lastSeenAt).toEqual(now);
    expect(agent?.firstKeyExpiresAt).toEqual(addSeconds(now, 2 * 86_400));
  });

  test("are only owned and backed-up agents, for a viewer without read access to every agent", async () => {
    const backup = await addPerson(db, { roles: ["approver"], now });
    expect(await walk({}, backup)).toEqual([]);
    await db.insert(agentBackups).values({ agentId: busy, personId: backup.personId });
    expect(await walk({}, backup)).toEqual([busy]);
    expect(await walk({}, owner)).toHaveLength(20);
  });
});

describe("a page's cost does not grow with the number of agents", () => {
  test.each<[string, AgentFilter]>([
    ["all", {}],
    ["the far end", { after: "agt_00000000000000000000007361" }],
    ["by status", { status: "active" }],
    ["by a common label", { label: "prod" }],
  ])("%s", async (_, filter) => {
    const { nodes, blocks } = await explain(db, agentPageQuery(db.$client, { viewer: admin, filter, now }));
    expect(nodes.join()).toContain("agents_name");
    expect(blocks).toBeLessThan(700);
  });

  test.each<[string, AgentFilter]>([
    ["by owner", { owner: "" }],
    ["by a rare label", { label: "rare" }],
    ["by name", { search: "0500" }],
    ["by expiring keys", { keys: "expiring" }],
  ])("a selective filter reads each agent at most once: %s", async (_, filter) => {
    const some = "owner" in filter ? { owner: owner.personId } : filter;
    const { blocks } = await explain(db, agentPageQuery(db.$client, { viewer: admin, filter: some, now }));
    expect(blocks).toBeLessThan(12_000);
  });
});
