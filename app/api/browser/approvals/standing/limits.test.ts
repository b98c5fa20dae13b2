import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { listDecisions } from "#lib/approvals/list-decisions";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { addSeconds } from "#lib/kernel/clock";
import { newestDecided } from "#lib/requests/unusual/decided-before";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
  terms,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);

let agent: CallingAgent;
let readId: string;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner);
  readId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
});

const ask = async () => (await askedBy(agent, { action: refund(900) })).request;
const states = async (most: number) => {
  const found: string[] = [];
  for (let count = 0; count < most; count++) found.push((await ask()).state);
  return found;
};

test("no more requests run within an hour than signed", async () => {
  await signStanding(owner, readId, { ...terms, per_hour: 2 });
  expect(await states(3)).toEqual(["approved", "approved", "pending"]);
  time.now = addSeconds(time.now, 3601);
  expect(await states(1)).toEqual(["approved"]);
});

test("no more requests run in all than signed", async () => {
  await signStanding(owner, readId, { ...terms, count: 2, per_hour: 2 });
  expect(await states(2)).toEqual(["approved", "approved"]);
  time.now = addSeconds(time.now, 3601);
  expect(await states(1)).toEqual(["pending"]);
});

/** An hour of the day in Zurich that begins some minutes from now. */
const hoursFrom = (minutes: number) => {
  const shown = new Intl.DateTimeFormat("de-CH", { timeZone: "Europe/Zurich", timeStyle: "short" });
  const [from, to] = [minutes, minutes + 60].map((later) => shown.format(addSeconds(time.now, later * 60)));
  return { from, to, zone: "Europe/Zurich" };
};

test("a request outside the signed hours reaches a person, and ends nothing", async () => {
  const signed = await signStanding(owner, readId, { ...terms, hours: hoursFrom(30) });
  expect(signed.status).toBe(201);
  expect(await states(1)).toEqual(["pending"]);
  time.now = addSeconds(time.now, 1800);
  expect(await states(1)).toEqual(["approved"]);
  time.now = addSeconds(time.now, 3600);
  expect(await states(1)).toEqual(["pending"]);
});

test.each([
  { from: "08:00", to: "08:00", zone: "Europe/Zurich" },
  { from: "08:00", to: "24:00", zone: "Europe/Zurich" },
  { from: "08:00", to: "18:00", zone: "Europe/Atlantis" },
  { from: "08:00", to: "18:00", zone: "" },
  { from: "08:00", to: "18:00" },
  { from: "08:00", to: "18:00", zone: "UTC", days: ["mon"] },
])("hours that no one can check can't be signed: %j", async (hours) => {
  const refused = await signStanding(owner, readId, { ...terms, hours });
  expect([refused.status, await codeOf(refused)]).toEqual([400, "invalid_body"]);
});

test("an action above the amount that policy allows each can't be signed", async () => {
  await openRefunds(workspace, admin, { ...ceiling, amount: 1249 });
  const refused = await signStanding(owner, readId);
  expect([refused.status, await codeOf(refused)]).toEqual([403, "not_entitled"]);
  await openRefunds(workspace, admin, ceiling);
});

test("approvals whose passkey was removed, or whose grant was revoked, are no basis", async () => {
  const drafting = { requestId: readId, personId: owner.viewer.personId, now: time.now };
  const restsOn = async () => (await draftStanding(db, drafting)).restsOn.count;
  const otherId = await approveRead(workspace, { agent, by: owner, action: refund(1100) });
  expect(await restsOn()).toBe(2);
  await db.$client`update grants set state = 'revoked', closed_at = now() where request_id = ${otherId}`;
  expect(await restsOn()).toBe(1);
  await db.$client`update passkeys set person_id = ${admin.viewer.personId} where person_id = ${owner.viewer.personId}`;
  await expect(restsOn()).rejects.toMatchObject({ code: "not_entitled" });
  await db.$client`update passkeys set person_id = ${owner.viewer.personId} where credential_id in (
    select credential_id from approvals where request_id = ${readId})`;
});

test("an action whose amount isn't above 0 can't be signed", async () => {
  await db.$client`alter table requests disable trigger user`;
  await db.$client`update requests set action = ${JSON.stringify(refund(0))} where id = ${readId}`;
  const refused = await signStanding(owner, readId);
  expect([refused.status, await codeOf(refused)]).toEqual([403, "not_entitled"]);
});

test("a drawn request is no decision of its person, and no example of what people decide", async () => {
  await signStanding(owner, readId);
  const { id } = await ask();
  expect(await listDecisions(db, id)).toMatchObject([
    { decision: "approve", person: { id: owner.viewer.personId }, isStanding: true },
  ]);
  const decided = newestDecided({ agentId: sql`${agent.id}`, before: sql`'req_z'`, most: 10 });
  const rows = await db.execute<{ id: string }>(sql`select id from ${decided} decided`);
  expect(rows.map((row) => row.id)).toEqual([readId]);
});
