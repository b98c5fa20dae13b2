import { expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { openEdits, refundOf, send, signEdit } from "../testing/edits.ts";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner, agent } = await openEdits();
await openRefunds(workspace, admin, ceiling);

test("an edited request is outside the bounds by what the agent asked for", async () => {
  const requestId = await approveRead(workspace, { agent, by: owner, action: refundOf(1250) });
  const { request } = await askedBy(agent, { action: refundOf(1300), accept_edits: true });
  const credential = await signEdit(owner, request.id, { "/amount": "800" });
  expect((await send(owner, request.id, credential)).status).toBe(201);
  const drafting = { requestId, personId: owner.viewer.personId, now: workspace.time.now };
  expect((await draftStanding(workspace.db, drafting)).nearest).toMatchObject({
    ...{ requestId: request.id, was: "edited", outside: ["/params/amount"] },
  });
});

test("an edit of a request that reached the person ends it", async () => {
  const requestId = await approveRead(workspace, { agent, by: owner, action: refundOf(1250) });
  expect((await signStanding(owner, requestId)).status).toBe(201);
  sampleDraws(true);
  const { request } = await askedBy(agent, { action: refundOf(900), accept_edits: true });
  const credential = await signEdit(owner, request.id, { "/amount": "800" });
  expect((await send(owner, request.id, credential)).status).toBe(201);
  const rows = await workspace.db.$client`select end_reason from standing_approvals`;
  expect([...rows]).toEqual([{ end_reason: "edited" }]);
});
