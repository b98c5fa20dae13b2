import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { askedBy, waitFor } from "#app/api/agent/testing/ask-and-wait";
import { refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { expectWaiting } from "#db/testing/expect-waiting";
import { explainText } from "#db/testing/explain";
import { approvedSinceQuery } from "#lib/approvals/approved-since";
import { addSeconds } from "#lib/kernel/clock";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { openEdits, refundOf } from "./testing/edits.ts";
import { askForBatch, readAll, resultsOf, sendTogether, signTogether } from "./testing/together.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, rows, time } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const stranger = await workspace.person("Sam Stranger", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const otherAgent = await workspace.agent(admin, stranger);

const testAgent = await rows.agentOfTests(owner.viewer);

const words = "The same was approved since this page was opened. Review the request again.";
const unreadable = "This request changed while you had it open. Reload and review it again.";
const passes = () => (time.now = addSeconds(time.now, 60));
let charge = 0;
/** An action that no other test asks for. */
const newAction = (amount = 1250): Action => ({
  ...refund(),
  resource: `charge/${++charge}`,
  params: { amount, currency: "USD" },
});
type Shown = Awaited<ReturnType<SignedInPerson["read"]>>;

/** The status of a challenge for a page, or the words of its refusal. */
async function challenge(id: string, shown: Shown, person = owner): Promise<unknown> {
  const answer = await person.post(`/api/requests/${id}/challenges`, shown);
  if (answer.status === 201) return 201;
  const { code, detail } = (await answer.json()) as { code: string; detail: string };
  return [code, detail];
}

/** A pending request, and its page as the owner opened it a minute ago. */
async function opened(action: unknown = newAction(), by = agent) {
  const asked = await askedBy(by, { action });
  const shown = await owner.read(asked.request.id);
  passes();
  return { asked, id: asked.request.id, shown };
}

test("a page from before the same action was approved gets no challenge, and a new page does", async () => {
  const action = newAction();
  const { id, shown } = await opened(action);
  expect(await challenge(id, shown)).toBe(201);
  const { request } = await askedBy(agent, { action });
  await backup.approve(request.id);
  passes();
  expect(await challenge(id, shown)).toEqual(["request_changed", words]);
  expect(await challenge(id, await owner.read(id))).toBe(201);
});

test("a page from before the same was carried out gets no challenge, and a new page does", async () => {
  const action = newAction();
  const before = await askedBy(agent, { action });
  await backup.approve(before.request.id);
  passes();
  const { id, shown } = await opened(action);
  expect(await challenge(id, shown)).toBe(201);
  const { grant = "" } = (await (await waitFor(before)).json()) as { grant?: string };
  expect((await agent.redeem(grant, action)).status).toBe(200);
  expect(await challenge(id, shown)).toEqual(["request_changed", words]);
  passes();
  expect(await challenge(id, await owner.read(id))).toBe(201);
});

test("the same type, resource, amount and currency count, with another text too, approved or auto-approved", async () => {
  for (const state of ["approved", "allowed"] as const) {
    const action = newAction();
    const { id, shown } = await opened(action);
    const same = { state, resource: action.resource, amount: "1250.0", currency: "USD", closedAt: time.now };
    const wanted = { ...action, params: { ...action.params, note: "another" } };
    const others = [
      { ...same, amount: "1251" },
      { ...same, currency: "EUR" },
      { ...same, actionType: "payment.create" },
      { ...same, resource: "charge/other" },
    ];
    for (const columns of others) await rows.request(rowOf(agent), { wanted, approvalsGiven: 1, ...columns });
    await rows.request(testAgent, { wanted, approvalsGiven: 1, ...same, edge: "test" });
    expect(await challenge(id, shown)).toBe(201);
    await rows.request(rowOf(agent), { wanted, approvalsGiven: 1, ...same });
    expect(await challenge(id, shown)).toEqual(["request_changed", words]);
    passes();
    expect(await challenge(id, await owner.read(id))).toBe(201);
  }
});

test("of a request that the approver may not read, the refusal says only that something changed, and once", async () => {
  const action = newAction();
  const { id, shown } = await opened(action);
  const { request } = await askedBy(otherAgent, { action });
  await stranger.approve(request.id);
  passes();
  expect(await challenge(id, shown)).toEqual(["request_changed", unreadable]);
  expect(await challenge(id, await owner.read(id))).toBe(201);
});

test("what was approved long ago, or denied since, refuses nothing", async () => {
  const action = newAction();
  const before = await askedBy(agent, { action });
  await backup.approve(before.request.id);
  passes();
  const { id, shown } = await opened(action);
  const { request } = await askedBy(agent, { action });
  await backup.post(`/api/requests/${request.id}/denials`, { reason: "No" });
  passes();
  expect(await challenge(id, shown)).toBe(201);
});

test("break-glass counts from the page that the admin opened", async () => {
  const action = newAction(9000);
  const { id } = await opened(action);
  const path = `/api/requests/${id}/break-glass-statements`;
  const offer = async () =>
    (await (await admin.post(path, { reason: "No one else can be reached" })).json()) as Shown;
  const page = await offer();
  passes();
  const { request } = await askedBy(agent, { action });
  await owner.approve(request.id);
  await backup.approve(request.id);
  passes();
  const [shown, seal] = [Buffer.from(page.statement, "base64url").toString(), page.seal];
  const late = await admin.post(path, { reason: "No one else can be reached", page: { shown, seal } });
  // An admin who is no approver reads the request as an admin, which the refusal doesn't look at.
  expect(await challenge(id, (await late.json()) as Shown, admin)).toEqual(["request_changed", unreadable]);
  expect(await challenge(id, await offer(), admin)).toBe(201);
});

test("in a batch, exactly the request whose action was approved since is left out", async () => {
  const action = newAction();
  const ids = [(await opened(action)).id, (await opened(action)).id, (await opened()).id];
  const shown = await readAll(owner, ids);
  // Requests of one batch that repeat each other are shown side by side.
  expect((await askForBatch(owner, shown)).status).toBe(201);
  passes();
  const { request } = await askedBy(agent, { action });
  await backup.approve(request.id);
  const answer = await askForBatch(owner, shown);
  const left = ids.slice(0, 2).map((id) => ({ request: id, code: "request_changed", detail: words }));
  expect([answer.status, await answer.json()]).toMatchObject([409, { left_out: left }]);
  passes();
  expect((await askForBatch(owner, await readAll(owner, ids))).status).toBe(201);
});

test("what was approved while the passkey prompt was open refuses the signature", async () => {
  const action = newAction();
  const { id } = await opened(action);
  const credential = await owner.sign(id);
  passes();
  const { request } = await askedBy(agent, { action });
  await backup.approve(request.id);
  const answer = await owner.post(`/api/requests/${id}/approvals`, { credential });
  expect([answer.status, await answer.json()]).toMatchObject([
    409,
    { code: "request_changed", detail: words },
  ]);
  expect((await owner.approve(id)).status).toBe(201);
});

test("a batch approves requests for the same, because they were shown together", async () => {
  const action = newAction();
  const ids = [(await opened(action)).id, (await opened(action)).id];
  const signed = await signTogether(owner, await readAll(owner, ids));
  passes();
  const results = await resultsOf(await sendTogether(owner, signed));
  expect(results.map(({ state }) => state)).toEqual(["approved", "approved"]);
});

/** The answers to signatures that are all checked before one of them is stored. */
async function sendAtOnce(signed: { person: SignedInPerson; id: string; credential: unknown }[]) {
  const answers = await db.$client.begin(async (holding) => {
    await holding`lock table approvals in share mode`;
    const sent = signed.map(({ person, id, credential }) =>
      refusal(person.post(`/api/requests/${id}/approvals`, { credential })),
    );
    await expectWaiting(db, signed.length);
    return { sent };
  });
  return (await Promise.all(answers.sent)).toSorted();
}

test("of approvals of the same at the same moment, one counts and the others are refused", async () => {
  // Another agent's action has another digest, and the same amount, resource and type.
  for (const other of [agent, await workspace.agent(admin, owner, [backup])]) {
    const action = newAction();
    const signed = [];
    for (const [person, by] of [
      [owner, agent],
      [backup, other],
      [owner, other],
      [backup, agent],
    ] as const) {
      const { id } = await opened(action, by);
      signed.push({ person, id, credential: await person.sign(id) });
    }
    passes();
    expect(await sendAtOnce(signed)).toEqual([
      [201, "ok"],
      ...Array.from({ length: 3 }, () => [409, "request_changed"]),
    ]);
  }
});

test("an edit counts by its edited action", async () => {
  const edits = await openEdits();
  const later = () => (edits.workspace.time.now = addSeconds(edits.workspace.time.now, 60));
  const { request } = await edits.ask(1250);
  const offer = async () =>
    (await (
      await edits.owner.post(`/api/requests/${request.id}/edits`, { entered: { "/amount": "900" } })
    ).json()) as Shown;
  const { statement, seal } = await offer();
  later();
  const ask = async () =>
    (await edits.owner.post(`/api/requests/${request.id}/challenges`, { statement, seal })).status;
  expect(await ask()).toBe(201);
  const wanted = refundOf(900);
  await edits.workspace.rows.request(
    { id: edits.agent.id, ownerId: edits.owner.viewer.personId },
    { wanted, state: "approved", approvalsGiven: 1, closedAt: edits.workspace.time.now },
  );
  expect(await ask()).toBe(409);
  later();
  const again = await offer();
  const shown = { statement: again.statement, seal: again.seal };
  expect((await edits.owner.post(`/api/requests/${request.id}/challenges`, shown)).status).toBe(201);
});

test("what was approved since is found by indexes, however long the history is", async () => {
  const action = newAction();
  const like = await rows.request(rowOf(agent), {
    ...{ wanted: action, state: "allowed", approvalsGiven: 1, closedAt: addSeconds(time.now, -60) },
    ...{ resource: action.resource, amount: "1250", currency: "USD", createdAt: addSeconds(time.now, -60) },
  });
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
      'webhook_id', 'n' || n, 'state', case when n % 500 = 0 then 'approved' else 'allowed' end, 'context', repeat('x', 500),
      'action_digest', case when n % 2 = 0 then r.action_digest else 'digest ' || n end))).*
    from requests r, generate_series(1, 10000) n where r.id = ${like}`;
  const query = approvedSinceQuery({
    ...{ excepted: [], personId: owner.viewer.personId, since: time.now, now: time.now },
    ...{ actionDigest: actionDigest(agent.id, action), action, amount: { amount: 1250, currency: "USD" } },
  });
  const { sql, params } = new PgDialect().sqlToQuery(query);
  // The few grants of this file may be read as a whole, so their dead rows would count.
  for (const statistics of ["vacuum grants", "vacuum analyze"]) {
    await db.$client.unsafe(statistics);
    const { blocks } = await explainText(db, sql, params as string[]);
    expect(blocks).toBeLessThan(1000);
  }
});

function rowOf({ id }: { id: string }) {
  return { id, ownerId: owner.viewer.personId };
}
