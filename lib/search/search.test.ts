import { expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { agentsQuery, peopleQuery, search } from "./search.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const people: Record<"admin" | "auditor" | "owner" | "backup" | "member" | "other" | "roleless", Viewer> = {
  admin: await workspace.person("Ada Admin", ["admin"]),
  auditor: await workspace.person("Ann Auditor", ["auditor"]),
  owner: await workspace.person("Olga O'Neill"),
  backup: await workspace.person("Bo Backup"),
  member: await workspace.person("Mia Member"),
  other: await workspace.person("Otto Other"),
  roleless: await workspace.person("Nia Roleless", []),
};

const agent = await workspace.agent("Refund-bot (prod)", people.owner, [people.backup]);
const request = await workspace.request(agent);
const group = await workspace.group([people.member]);
const grouped = await workspace.request(agent, {
  requirements: [{ approvers: { group }, count: 1 }],
  secondsAgo: 60,
});

async function found(who: keyof typeof people, text: string) {
  const { agents, people: persons, requests } = await search(db, { viewer: people[who], text, now });
  return [...agents, ...persons, ...requests].map(({ id }) => id);
}

test("agents and people are found by the beginnings of words, in any order and case", async () => {
  for (const text of ["refund", "BOT ref", "prod", "refund-bot (prod)", agent.id])
    expect(await found("admin", text), text).toEqual([agent.id]);
  for (const text of ["neil", "o'neill", "Olga o", people.owner.email, people.owner.personId])
    expect(await found("admin", text), text).toEqual([people.owner.personId]);
  for (const text of ["efund", "refund bolt", "%", "_", "'", "\\", "& | !", ":*", "<->", " "])
    expect(await found("admin", text), text).toEqual([]);
});

test("a kind's own word may be typed next to a name, also its first letters", async () => {
  for (const text of ["agent refund", "Refund agents", "refund age"])
    expect(await found("admin", text), text).toEqual([agent.id]);
  for (const text of ["person olga", "Olga PEOPLE", "peo olga"])
    expect(await found("admin", text), text).toEqual([people.owner.personId]);
  expect(await found("admin", `request ${request}`)).toEqual([request]);
  for (const text of ["ag refund", "person refund", "agent olga", "agent", "people &"])
    expect(await found("admin", text), text).toEqual([]);
  for (const text of ["threshold refund", "refund rule", "thres refund", "refund"]) {
    const { rules } = await search(db, { viewer: people.other, text, now });
    expect(rules.length, text).toBeGreaterThan(0);
    for (const { title } of rules) expect(title, text).toMatch(/refund/i);
  }
});

test("a threshold's editor is found by the threshold's kind and a word of its rules, by admins alone", async () => {
  const thresholds = async (who: keyof typeof people, text: string) =>
    (await search(db, { viewer: people[who], text, now })).thresholds;
  for (const text of ["threshold refund", "refunds thres"])
    expect(await thresholds("admin", text), text).toEqual([
      { id: "refund", actionTitle: "Refund a payment" },
    ]);
  for (const text of ["refund", "rule refund", "threshold nothing"])
    expect(await thresholds("admin", text), text).toEqual([]);
  for (const who of ["auditor", "owner"] as const)
    expect(await thresholds(who, "threshold refund"), who).toEqual([]);
});

test("a word for rules or thresholds alone lists them, thresholds by one rule each", async () => {
  const listed = async (who: keyof typeof people, text: string) =>
    search(db, { viewer: people[who], text, now });
  const all = await db.$client<{ id: string; title: string; threshold: string | null }[]>`
    select rule ->> 'id' as id, rule ->> 'title' as title, rule ->> 'threshold' as threshold from policy_versions, jsonb_array_elements(rules) rule`;
  const ofThresholds = [...new Set(all.flatMap(({ threshold }) => threshold ?? []))].sort();
  expect(ofThresholds.length).toBeGreaterThan(1);
  for (const text of ["thresholds", "Threshold", "thres", "thresholds rules"]) {
    const { thresholds, rules } = await listed("admin", text);
    expect(thresholds.map(({ id }) => id).sort(), text).toEqual(ofThresholds);
    const firstTiers = ofThresholds.map((id) => all.find(({ threshold }) => threshold === id)?.id);
    expect(rules.map(({ id }) => id).sort(), text).toEqual(firstTiers.sort());
  }
  expect((await listed("other", "thresholds")).rules).toHaveLength(ofThresholds.length);
  expect((await listed("other", "thresholds")).thresholds).toEqual([]);
  const titles = (await listed("other", "rules")).rules.map(({ title }) => title);
  expect(titles).toHaveLength(6);
  for (const title of titles) expect(all.map((rule) => rule.title)).toContain(title);
  for (const text of ["agents", "persons", "requests", "ru", "&"])
    expect((await listed("admin", text)).rules, text).toEqual([]);
});

test("a name with a kind's word is found before, and without, other names that lack the word", async () => {
  const named = await workspace.agent("Zinc agent", people.owner);
  for (let n = 0; n < 7; n++) await workspace.agent(`Zinc Alpha ${n}`, people.owner);
  for (const text of ["zinc agent", "hold zinc agent"]) {
    const { agents, holds } = await search(db, { viewer: people.owner, text, now });
    if (text === "zinc agent") expect(agents.map(({ id }) => id)).toEqual([named.id]);
    expect(holds.map(({ id }) => id)).toEqual([named.id]);
  }
  const exact = await workspace.request(named, { resource: "access request 7", secondsAgo: 5000 });
  for (let n = 0; n < 7; n++)
    await workspace.request(named, { resource: `access 7${n}`, secondsAgo: 4000 + n });
  const { matches } = await search(db, { viewer: people.admin, text: "access request 7", now });
  expect(matches.map(({ id }) => id)).toEqual([exact]);
  const { matches: withWord } = await search(db, { viewer: people.admin, text: "request access 70", now });
  expect(withWord).toHaveLength(1);
});

test("people are found by admins and auditors only", async () => {
  for (const who of ["admin", "auditor"] as const)
    expect(await found(who, "Otto"), who).toEqual([people.other.personId]);
  for (const who of ["owner", "backup", "member", "other", "roleless"] as const)
    for (const text of ["Otto", people.other.email, people.other.personId])
      expect(await found(who, text), who).toEqual([]);
});

test("an agent is found by those who may open its page", async () => {
  for (const who of ["admin", "auditor", "owner", "backup"] as const)
    for (const text of ["refund", agent.id]) expect(await found(who, text), who).toEqual([agent.id]);
  for (const who of ["member", "other", "roleless"] as const)
    for (const text of ["refund", agent.id]) expect(await found(who, text), who).toEqual([]);
});

test("a request is found by its ID, whole or from eight characters, with or without req_", async () => {
  const bare = request.slice("req_".length);
  const byId = async (text: string) =>
    (await search(db, { viewer: people.admin, text, now })).requests.map(({ id }) => id);
  for (const text of [request, bare, request.slice(0, 20), bare.slice(0, 10), request.toUpperCase()])
    expect(await byId(text), text).toEqual([request]);
  for (const text of ["req_", bare.slice(0, 7), `${request}x`, `${bare.slice(0, 12)}%`, `9${bare.slice(1)}`])
    expect(await byId(text), text).toEqual([]);
});

test("a request is found by those who may open it", async () => {
  for (const who of ["admin", "auditor", "owner", "backup"] as const)
    expect(await found(who, request), who).toEqual([request]);
  for (const who of ["member", "other", "roleless"] as const)
    expect(await found(who, request), who).toEqual([]);
  expect(await found("member", grouped)).toEqual([grouped]);
  expect(await found("other", grouped.slice(0, 14))).toEqual([]);
});

test("an agent can be held from search by those who may hold it, while it is active and no test agent", async () => {
  const holds = async (who: keyof typeof people, text: string) =>
    (await search(db, { viewer: people[who], text, now })).holds.map(({ name }) => name);
  for (const who of ["admin", "owner"] as const)
    for (const text of ["refund", "hold refund", "Hold  Refund-bot"])
      expect(await holds(who, text), who).toEqual(["Refund-bot (prod)"]);
  for (const who of ["auditor", "backup", "member", "other", "roleless"] as const)
    expect(await holds(who, "hold refund"), who).toEqual([]);
  await db.$client`update agents set status = 'quarantined'`;
  expect(await holds("admin", "hold refund")).toEqual([]);
  await workspace.agentOfTests(people.owner);
  expect(await found("admin", "test agent")).toHaveLength(1);
  expect(await holds("admin", "hold test agent")).toEqual([]);
  await db.$client`update agents set status = 'active'`;
});

test("rules of the live policy are found by the beginnings of words", async () => {
  const titles = async (text: string) =>
    (await search(db, { viewer: people.other, text, now })).rules.map(({ title }) => title);
  const [{ title } = { title: "" }] = await db.$client`
    select rule ->> 'title' as title from policy_versions, jsonb_array_elements(rules) rule limit 1`;
  expect(await titles(title)).toContain(title);
  for (const text of ["zz", "%", "'"]) expect(await titles(text), text).toEqual([]);
});

test("a found request says nothing in the agent's words, and its state is that of now", async () => {
  const late = { viewer: people.admin, text: request, now: new Date(now.getTime() + 3_600_000) };
  expect((await search(db, late)).requests).toEqual([
    {
      id: request,
      state: "expired",
      actionType: "refund.create",
      title: "Refund a payment",
      agent: "Refund-bot (prod)",
      agentId: agent.id,
    },
  ]);
});

test("names are looked up in an index of words, not in all agents and people", async () => {
  await db.$client`
    insert into people (id, name, email, status, roles, created_at)
    select 'per_' || n, 'Person ' || n, n || '@example.com', 'active', '{}', now() from generate_series(1, 20000) n`;
  await db.$client`
    insert into agents (id, name, owner_id, status, created_by, created_at)
    select 'agt_' || n, 'Bot ' || n, 'per_1', 'active', 'per_1', now() from generate_series(1, 20000) n`;
  await db.$client`vacuum analyze people, agents`;
  for (const [index, query] of [
    ["agents_words", agentsQuery(db, { viewer: people.admin, text: "19999" })],
    ["people_words", peopleQuery(db, "19999")],
  ] as const) {
    const { sql, params } = query.toSQL();
    const { nodes, blocks } = await explainText(db, sql, params as string[]);
    expect(nodes.join()).toContain(`Bitmap Index Scan on ${index}`);
    expect(blocks).toBeLessThan(100);
    expect(await query).toHaveLength(1);
  }
  // An owner's, by the owner, when the word is in every name.
  const { sql, params } = agentsQuery(db, { viewer: people.other, text: "bot" }).toSQL();
  expect((await explainText(db, sql, params as string[])).blocks).toBeLessThan(100);
});
