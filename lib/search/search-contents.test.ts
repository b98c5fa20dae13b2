import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { searchContents } from "./search-contents.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada", ["admin"]);
const auditor = await workspace.person("Ann", ["auditor"]);
const owner = await workspace.person("Olga");
const backup = await workspace.person("Bo");
const delegate = await workspace.person("Del");
const member = await workspace.person("Mia");
const decider = await workspace.person("Dee");
const other = await workspace.person("Otto");
const roleless = await workspace.person("Nia", []);
const ids: Record<"first" | "euro" | "grouped" | "closed", string> = {
  ...{ first: "", euro: "" },
  ...{ grouped: "", closed: "" },
};

const agent = await workspace.agent("Bot", owner, [backup]);
await workspace.delegate(owner, delegate);
const group = await workspace.group([member, roleless]);
const charge = { resource: "charge/Ch_81", amount: "1250", currency: "USD" };
ids.first = await workspace.request(agent, { ...charge, secondsAgo: 90 });
ids.euro = await workspace.request(agent, {
  ...{ resource: "invoice/100%_1", amount: "1250.50", currency: "eur", secondsAgo: 80 },
});
ids.grouped = await workspace.request(agent, {
  ...{ resource: "vault/a", amount: "77", secondsAgo: 70 },
  requirements: [{ approvers: { group }, count: 1 }],
});
ids.closed = await workspace.request(agent, {
  ...{ resource: "vault/b", state: "denied", closedAt: now, secondsAgo: 60 },
});
await workspace.decision(ids.closed, decider, "deny");

async function found(viewer: Viewer, text: string, at = now): Promise<string[]> {
  return (await searchContents(db, { viewer, text, most: 6, now: at })).map(({ id }) => id);
}

test("a request is found by a part of its resource in any case, and by its amount", async () => {
  for (const text of ["charge/Ch_81", "CH_8", "1250", "1,250.00", "1,250.00 usd", "USD 1250"])
    expect(await found(admin, text), text).toEqual([ids.first]);
  for (const text of ["1250.5", "1,250.50 EUR", "100%_1"])
    expect(await found(admin, text), text).toEqual([ids.euro]);
  expect(await found(admin, "vault/")).toEqual([ids.closed, ids.grouped]);
});

test("text isn't a pattern, and one or two characters aren't a part", async () => {
  for (const text of ["ch%81", "charge/Ch.81", "___", "vault\\", "'", "125", "1250 EUR", "ch", "12", ""])
    expect(await found(admin, text), text).toEqual([]);
});

test("a request is found by its contents by those who may open it, and only by them", async () => {
  for (const viewer of [admin, auditor, owner, backup, delegate]) {
    expect(await found(viewer, "charge/"), viewer.name).toEqual([ids.first]);
    expect(await found(viewer, "charge/Ch_81"), viewer.name).toEqual([ids.first]);
    expect(await found(viewer, "77"), viewer.name).toEqual([ids.grouped]);
  }
  for (const viewer of [other, roleless, member, decider])
    for (const text of ["charge/", "charge/Ch_81", "1250"])
      expect(await found(viewer, text), viewer.name).toEqual([]);
  expect(await found(member, "vault")).toEqual([ids.grouped]);
  expect(await found(decider, "vault")).toEqual([ids.closed]);
  for (const viewer of [other, roleless])
    for (const text of ["vault", "77"]) expect(await found(viewer, text), viewer.name).toEqual([]);
});

test("a match has the state of now and, of the agent's words, the resource and the amount alone", async () => {
  const later = addSeconds(now, 3600);
  expect(await searchContents(db, { viewer: admin, text: "1250", most: 6, now: later })).toEqual([
    {
      ...{ id: ids.first, state: "expired", actionType: "refund.create", title: "Refund a payment" },
      ...{ agent: "Bot", agentId: agent.id, resource: "charge/Ch_81", amount: "1250", currency: "USD" },
    },
  ]);
});

test("older requests than those compared are found by their exact resource alone, by viewers of everything", async () => {
  const busy = await workspace.agent("Busy", other);
  await db.$client`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
    select 'req_zz' || lpad(n::text, 24, '0'), ${busy.id}, 'key', n::text, '\\x00', 'allowed', '{}', 'a.b', 'd', ${other.personId},
      1, 1, '{}', 1, 300, now(), now(), now() from generate_series(1, 10000) n`;
  expect(await found(admin, "charge/Ch_81")).toEqual([ids.first]);
  expect(await found(admin, "charge/")).toEqual([]);
  expect(await found(owner, "charge/")).toEqual([ids.first]);
  // Of its owner's requests, the newest thousand are compared.
  await db.$client`update requests set resource = 'vault/old' where id = ${`req_zz${"9000".padStart(24, "0")}`}`;
  expect(await found(admin, "vault/old")).toHaveLength(1);
  expect(await found(other, "vault/old")).toEqual([]);
});
