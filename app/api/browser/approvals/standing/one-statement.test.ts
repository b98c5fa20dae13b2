import { beforeEach, expect, test } from "vitest";
import { environmentChange } from "#app/(console)/settings/environment/environment-change";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, formOf, questionFor } from "#app/testing/confirming";
import { expectWaiting } from "#db/testing/expect-waiting";
import { endStandingApproval } from "#lib/approvals/standing/approvals/end";
import { listStandingApprovals } from "#lib/approvals/standing/approvals/list";
import { endLapsedStanding } from "#lib/voiding/end-standing-approvals";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
  terms,
} from "./testing/standing-approvals.ts";

// What the statement that stores a request finds on locked rows, after the ask was decided with what is in memory.

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);

let agent: CallingAgent;
let readId: string;
beforeEach(async () => {
  sampleDraws(false);
  time.now = new Date(time.now.getTime() + 61_000);
  agent = await workspace.agent(admin, owner);
  readId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
});

const ask = async (action: object = refund(900)) => (await askedBy(agent, { action })).request;
const stateAfter = async (action?: object) => (await ask(action)).state;
const sign = async (chosen: object = terms) =>
  expect((await signStanding(owner, readId, chosen)).status).toBe(201);
const standingId = async () => (await listStandingApprovals(db, agent.id, time.now))[0]?.id ?? "";
const endReasons = async () =>
  (await db.$client`select end_reason from standing_approvals where agent_id = ${agent.id}`).map(
    (row) => row.end_reason,
  );

/** Remembers the agent, and draws once. */
async function signAndDraw(chosen?: object): Promise<void> {
  await sign(chosen);
  expect(await stateAfter()).toBe("approved");
}

test("one that was ended a moment ago, which the process doesn't know yet, approves nothing", async () => {
  await signAndDraw();
  // The first draw reads the agent again, and the second remembers it.
  expect(await stateAfter()).toBe("approved");
  const ended = { actor: owner.viewer, agentId: agent.id, standingId: await standingId(), now: time.now };
  await endStandingApproval(db, ended);
  expect(await stateAfter()).toBe("pending");
});

test("without its passkey, it approves nothing", async () => {
  await signAndDraw();
  const { personId } = owner.viewer;
  await db.$client`update passkeys set person_id = ${admin.viewer.personId} where person_id = ${personId}`;
  expect(await stateAfter()).toBe("pending");
  await db.$client`update passkeys set person_id = ${personId} where credential_id in (
    select credential_id from approvals where request_id = ${readId})`;
});

test("a standing denial decides first", async () => {
  const { id } = await ask(refund(1500));
  const standing = { scope: "type", days: 1 };
  const denied = await owner.post(`/api/requests/${id}/denials`, { reason_code: "not_now", standing });
  expect(denied.status).toBe(201);
  await sign();
  expect(await ask()).toMatchObject({ state: "denied", close_reason: "standing_denial" });
});

test("draws that the statement doesn't see count against the rate", async () => {
  await sign({ ...terms, per_hour: 2 });
  let asking: Promise<string> | undefined;
  // As another process does, while the ask waits for the row.
  const id = await standingId();
  const at = time.now.toISOString();
  await db.$client.begin(async (sql) => {
    await sql`update standing_approvals set count = 2, last_drawn_at = ${at} where id = ${id}`;
    await sql`
      insert into approvals (id, request_id, person_id, decision, capacity, round, statement, credential_id, public_key, authenticator_data,
        client_data_json, signature, passkey_origin, standing_approval_id, draw, created_at)
      select b.id || n, b.request_id, b.person_id, 'approve', b.capacity, 10 + n, b.statement, b.credential_id, b.public_key, b.authenticator_data,
        b.client_data_json, b.signature, b.passkey_origin, ${id}, n, ${at}
      from approvals b, generate_series(1, 2) n where b.request_id = ${readId}`;
    asking = stateAfter();
    await expectWaiting(db, 1);
  });
  expect(await asking).toBe("pending");
  expect(await endReasons()).toEqual([null]);
});

test("what a crash left to end is ended by the next sweep", async () => {
  await signAndDraw();
  await db.$client`update standing_approvals set ending_request_id = ${readId} where agent_id = ${agent.id}`;
  await endLapsedStanding(db, time.now);
  expect(await endReasons()).toEqual(["outside_bounds"]);
});

test("one that this release can't read approves nothing, and its agent can ask", async () => {
  await sign();
  await db.$client`update standing_approvals set statement = '{}' where agent_id = ${agent.id}`;
  expect(await stateAfter()).toBe("pending");
});

test("a changed environment ends it", async () => {
  await signAndDraw();
  for (const label of ["production", ""]) {
    const form = formOf({ label, color: "red" });
    const { act } = await questionFor(environmentChange, admin, form);
    await confirmAndPerform(environmentChange, admin, form, act);
  }
  expect(await endReasons()).toEqual(["environment_changed"]);
  expect(await stateAfter()).toBe("pending");
});

test("only programs that listen hear of a request that no person was asked", async () => {
  await sign();
  const { id } = await ask();
  expect(await db.$client`select kind from outbox where request_id = ${id}`).toEqual([]);
  await db.$client`
    insert into webhook_endpoints (id, url, description, event_types, agent_id, secret_sealed, created_by, created_at)
    values (${`whe_${agent.id}`}, 'https://a.example', '', array['request.approved'], ${agent.id}, '', ${owner.viewer.personId}, now())`;
  const later = await ask(refund(800));
  expect(later.state).toBe("approved");
  const rows = await db.$client`select kind from outbox where request_id = ${later.id}`;
  expect(rows).toEqual([{ kind: "request_closed" }]);
});
