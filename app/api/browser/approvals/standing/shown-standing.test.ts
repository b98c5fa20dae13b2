import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import {
  listEndedOfPerson,
  listStandingApprovals,
  listStandingOfPerson,
  listStandingOfRequest,
} from "#lib/approvals/standing/approvals/list";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner);
});

const approved = (amount: number) => approveRead(workspace, { agent, by: owner, action: refund(amount) });
const ask = async (amount: number) => (await askedBy(agent, { action: refund(amount) })).request;
const shownOn = async (requestId: string) =>
  (await listStandingOfRequest(db, requestId, time.now)).map(({ id }) => id);

test("a standing approval is shown with its agent, with the read request and with each of its draws", async () => {
  const read = await approved(1250);
  const other = await approved(1100);
  await signStanding(owner, read);
  const [listed] = await listStandingApprovals(db, agent.id, time.now);
  expect(listed).toMatchObject({ count: 0, statement: { request: read } });
  expect(await shownOn(read)).toEqual([listed?.id]);
  expect(await shownOn(other)).toEqual([]);
  expect(await shownOn((await ask(900)).id)).toEqual([listed?.id]);
  const [used] = await listStandingApprovals(db, agent.id, time.now);
  expect(used?.total).toMatchObject({ text: "900.00 USD" });
});

test("a person sees their own with the agent, and those that ended with the reason", async () => {
  const { personId } = owner.viewer;
  const read = await approved(1250);
  await signStanding(owner, read);
  const open = () => listStandingOfPerson(db, personId, time.now);
  const ended = () => listEndedOfPerson(db, personId, time.now);
  const isOfRead = ({ requestId }: { requestId: string }) => requestId === read;
  expect((await open())[0]).toMatchObject({ agent: { id: agent.id }, statement: { request: read } });
  expect((await ended()).filter(isOfRead)).toEqual([]);
  await ask(1300);
  expect((await ended()).filter(isOfRead)).toMatchObject([
    { agent: "Refund bot", type: "refund.create", reason: "outside_bounds" },
  ]);
  expect((await open()).filter(({ statement }) => statement.request === read)).toEqual([]);
  expect(await listStandingOfPerson(db, admin.viewer.personId, time.now)).toEqual([]);
});

test("a draft has the requests that would be outside the bounds, newest first", async () => {
  const read = await approved(1250);
  const [first, second] = [await ask(1300), await ask(1400)];
  const drafting = { requestId: read, personId: owner.viewer.personId, now: time.now };
  const { covered, asked, outside } = await draftStanding(db, drafting);
  expect({ covered, asked }).toEqual({ covered: 1, asked: 3 });
  expect(outside.map(({ requestId }) => requestId)).toEqual([second?.id, first?.id]);
});

test("without a policy that allows it, the refusal says who can", async () => {
  const read = await approved(1250);
  await openRefunds(workspace, admin);
  const drafting = { requestId: read, personId: owner.viewer.personId, now: time.now };
  await expect(draftStanding(db, drafting)).rejects.toMatchObject({
    code: "not_entitled",
    userMessage: expect.stringContaining("An admin can allow them on its page."),
  });
  await openRefunds(workspace, admin, ceiling);
});
