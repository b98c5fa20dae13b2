import { beforeEach, expect, test } from "vitest";
import { loadPreview } from "#app/(console)/policy/draft/review/load-review";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { endStandingApproval } from "#lib/approvals/standing/approvals/end";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { setDefaultOutcome } from "#lib/policy/drafts/draft-settings";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { rule } from "#lib/policy/testing/judge";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { foreseeEndedStanding } from "#lib/publishing/end-standing-of-changed";
import { publishDraft } from "#lib/publishing/publish-draft";
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

beforeEach(async () => {
  sampleDraws(false);
  await db.$client`update standing_approvals set ended_at = ${time.now.toISOString()}, end_reason = 'ended' where ended_at is null`;
});

/** An agent whose refunds run by a standing approval, after so many of them. */
async function steadyAgent(draws: number) {
  const agent = await workspace.agent(admin, owner);
  const requestId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
  expect((await signStanding(owner, requestId)).status).toBe(201);
  for (let draw = 0; draw < draws; draw++)
    expect((await askedBy(agent, { action: refund(900) })).request.state).toBe("approved");
  return agent;
}

/** Saves a rule to the draft, or without actions another default outcome. */
async function draft(actions: string[]): Promise<void> {
  const { revision } = (await foreseeNextVersion(db)).draft;
  const by = { actor: admin.viewer, revision, now: time.now };
  if (actions.length === 0) return void (await setDefaultOutcome(db, { ...by, defaultOutcome: "block" }));
  const id = `drafted_${time.now.getTime()}`;
  await saveRule(db, { ...by, rule: rule({ id, outcome: "step_up", actions }) });
}

async function publish(): Promise<void> {
  const { digest } = await foreseeNextVersion(db);
  await publishDraft(db, { actor: admin.viewer, digest, now: time.now });
}

/** What ended for a publication, as the preview lists it. */
const endedByPolicy = () => db.$client`
  select action_type as type, count(*)::int as count, sum(count)::int as approved
  from standing_approvals where end_reason = 'policy_changed' group by action_type`;

test.each([
  ["a rule of the type", ["refund.create"], true],
  ["a rule of several types", ["refund.*"], true],
  ["another default outcome", [], true],
  ["a rule of another type", ["message.send"], false],
])("the preview of %s lists the standing approvals that publishing ends", async (_, actions, ends) => {
  await db.$client`update standing_approvals set end_reason = 'ended' where end_reason = 'policy_changed'`;
  await steadyAgent(2);
  await steadyAgent(1);
  const other = await steadyAgent(3);
  const [{ id: standingId } = { id: "" }] = await db.$client<{ id: string }[]>`
    select id from standing_approvals where agent_id = ${other.id}`;
  await endStandingApproval(db, { actor: admin.viewer, agentId: other.id, standingId, now: time.now });
  await draft(actions);
  const foreseen = (await loadPreview(admin.viewer))?.ended;
  expect(foreseen).toEqual(ends ? [{ type: "refund.create", count: 2, approved: 3 }] : []);
  await publish();
  expect([...(await endedByPolicy())]).toEqual(foreseen);
});

test("only an admin foresees what a publication ends", async () => {
  const live = await versionInForce(db);
  const of = { viewer: owner.viewer, difference: comparePolicies(live, live), now: time.now };
  await expect(foreseeEndedStanding(db, of)).rejects.toMatchObject({ code: "not_found" });
});
