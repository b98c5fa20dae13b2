import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { decisionState, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { askForBatch, readAll, resultsOf, sendTogether, signTogether } from "./testing/together.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
let agent: CallingAgent;
let ids: string[];

beforeEach(async () => {
  agent = await workspace.agent(admin, owner, [backup]);
  ids = [];
  for (const amount of [1100, 1200, 1300, 1400]) ids.push(await requestRefund(agent, amount));
});

const signed = async (person: SignedInPerson, of = ids) => signTogether(person, await readAll(person, of));
const state = (id = "") => decisionState(db, id);
const open = () => db.$client`
  select r.id from requests r left join grants g on g.request_id = r.id
  where r.agent_id = ${agent.id} and (r.state = 'pending' or g.state = 'issued')`;
const untouched = { state: "pending", given: 0, decisions: 0, grants: 0 };
const approved = { state: "approved", given: 1, decisions: 1, grants: 1 };

test("a request that another person decided after the prompt is reported by name, and the others are approved", async () => {
  const body = await signed(owner);
  await backup.post(`/api/requests/${ids[1]}/denials`, { reason: "Twice" });
  const results = await resultsOf(await sendTogether(owner, body));
  expect(results.map(({ state, code }) => state ?? code)).toEqual([
    ...["approved", "already_decided", "approved", "approved"],
  ]);
  expect(results[1]?.detail).toMatch(/^Bo Backup denied this request/);
  expect(await state(ids[1])).toMatchObject({ state: "denied", grants: 0 });
});

test("invariant 4: of twenty callers with the same signature, one approves and each request has one grant", async () => {
  const body = await signed(owner);
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendTogether(owner, body)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(410)]);
  for (const id of ids) expect(await state(id)).toEqual(approved);
});

test("two people approve overlapping batches at the same time: each request has one decision, without a deadlock", async () => {
  for (let round = 0; round < 2; round += 1) {
    const bodies = [await signed(owner), await signed(backup, ids.toReversed())] as const;
    const answers = await Promise.all([sendTogether(owner, bodies[0]), sendTogether(backup, bodies[1])]);
    const results = (await Promise.all(answers.map(resultsOf))).flat();
    expect(results.filter((result) => result.state === "approved")).toHaveLength(4);
    expect(results.filter(({ code }) => code === "already_decided")).toHaveLength(4);
    for (const id of ids) expect(await state(id)).toEqual(approved);
    ids = await Promise.all([1100, 1200, 1300, 1400].map((amount) => requestRefund(agent, amount)));
  }
});

test("a hold after the prompt stops the batch, and of a hold and a concurrent batch no redeemable grant remains", async () => {
  const hold = () => holdAgent(db, { actor: owner.viewer, agentId: agent.id, reason: null, now: time.now });
  const body = await signed(owner);
  const [answer] = await Promise.all([sendTogether(owner, body), hold()]);
  for (const { state, code } of await resultsOf(answer))
    expect(["approved", "request_cancelled", "agent_quarantined"]).toContain(state ?? code);
  expect(await open()).toEqual([]);
  agent = await workspace.agent(admin, owner, [backup]);
  ids = [await requestRefund(agent), await requestRefund(agent)];
  const late = await signed(owner);
  await hold();
  const results = await resultsOf(await sendTogether(owner, late));
  expect(results.map(({ code }) => code)).toEqual(["request_cancelled", "request_cancelled"]);
  for (const id of ids)
    expect(await state(id)).toMatchObject({ state: "cancelled", decisions: 0, grants: 0 });
});

test("a connection that is killed between two requests leaves each of them whole", async () => {
  await db.$client.unsafe(`
    create function kill_at() returns trigger language plpgsql as $$ begin
      if new.request_id = '${ids[2]}' then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new; end $$;
    create trigger kill_at before insert on grants for each row execute function kill_at()`);
  const results = await resultsOf(await sendTogether(owner, await signed(owner)));
  await db.$client.unsafe("drop trigger kill_at on grants; drop function kill_at");
  expect(results.map(({ state, code }) => state ?? code)).toEqual([
    ...["approved", "approved", "database_unavailable", "approved"],
  ]);
  expect(await Promise.all(ids.map(state))).toEqual([approved, approved, untouched, approved]);
});

test("a passkey removed after the prompt approves nothing, also in the middle of the batch", async () => {
  const body = await signed(owner);
  const { credentialId } = owner.authenticator;
  await db.$client.unsafe(`
    create function remove_passkey() returns trigger language plpgsql as $$ begin
      if new.id = '${ids[1]}' then delete from passkeys where credential_id = '${credentialId}'; end if;
      return new; end $$;
    create trigger remove_passkey after update on requests for each row execute function remove_passkey()`);
  const [passkey] = await db.$client`select * from passkeys where credential_id = ${credentialId}`;
  const results = await resultsOf(await sendTogether(owner, body));
  await db.$client.unsafe("drop trigger remove_passkey on requests; drop function remove_passkey");
  await db.$client`insert into passkeys ${db.$client(passkey as never)}`;
  expect(results.map(({ state, code }) => state ?? code)).toEqual([
    ...["approved", "approved", "passkey_refused", "passkey_refused"],
  ]);
  expect(await Promise.all(ids.map(state))).toEqual([approved, approved, untouched, untouched]);
});

test("requests with a reading time are approved together after the sum of their reading times", async () => {
  const [first = "", second = ""] = ids;
  await setSafeguards(first, { readingSeconds: 20 });
  await setSafeguards(second, { readingSeconds: 30 });
  const shown = await readAll(owner, [first, second]);
  const early = await askForBatch(owner, shown);
  expect(await early.json()).toMatchObject({ code: "too_early", seconds_left: 50 });
  time.now = addSeconds(time.now, 49);
  expect((await askForBatch(owner, shown)).status).toBe(409);
  time.now = addSeconds(time.now, 1);
  const results = await resultsOf(await sendTogether(owner, await signTogether(owner, shown)));
  expect(results.map(({ state }) => state)).toEqual(["approved", "approved"]);
});

test("a request with number matching is left out before the prompt, and refused if it came after", async () => {
  const [first = "", second = "", third = ""] = ids;
  await setSafeguards(first, { numberMatching: true });
  const answer = await askForBatch(owner, await readAll(owner, [first, second]));
  expect(await answer.json()).toMatchObject({ left_out: [{ request: first, code: "conflict" }] });
  const body = await signed(owner, [second, third]);
  await setSafeguards(third, { numberMatching: true });
  const results = await resultsOf(await sendTogether(owner, body));
  expect(results.map(({ state, code }) => state ?? code)).toEqual(["approved", "request_changed"]);
  expect(await state(third)).toEqual(untouched);
});

// Last: after it, refunds are destructive.
test("invariant 19: a policy published after the prompt decides, and what it makes destructive isn't approved", async () => {
  const body = await signed(owner);
  const { version, rules, defaultOutcome, catalog } = await versionInForce(db);
  await publishPolicy(db, {
    actor: admin.viewer,
    rules,
    defaultOutcome,
    catalog: catalog.map((entry) =>
      entry.type === "refund.create" ? { ...entry, risk: "destructive" } : entry,
    ),
    expectedVersion: version,
    now: time.now,
  });
  // Simulates a publication that missed the requests: they still have the old version.
  await db.$client`update requests set policy_version = ${version} where id = any(${ids})`;
  const results = await resultsOf(await sendTogether(owner, body));
  expect(new Set(results.map(({ code }) => code))).toEqual(new Set(["conflict"]));
  for (const id of ids) expect(await state(id)).toEqual(untouched);
});

function setSafeguards(id: string, options: { readingSeconds?: number; numberMatching?: boolean }) {
  const safeguards = { numberMatching: false, readingSeconds: 0, allowEdits: false, ...options };
  return db.$client`update requests set safeguards = ${JSON.stringify(safeguards)}::text::jsonb where id = ${id}`;
}
