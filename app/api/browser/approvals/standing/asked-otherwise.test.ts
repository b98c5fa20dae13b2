import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { Requirement } from "#lib/policy/language/requirement";
import { defaults } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

// Rules that ask for other people than the rule of the signed request.
const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time, rows } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const finance = await rows.group([(await workspace.person("Fay Finance", ["approver"], admin)).viewer]);

const amount = { kind: "amount" as const, amount: "amount", currency: "currency", currencies: ["USD"] };
const upTo = (most: number, over = 0) => ({ conditions: [{ ...amount, over, upTo: most }] });
const stepUp = (id: string, over: number, approvers?: Requirement["approvers"], more: object = {}) => ({
  ...{ ...defaults, id, title: id, outcome: "step_up" as const, actions: ["refund.create"] },
  ...(approvers && { approvers }),
  ...{ conditions: [{ ...amount, over }], ...more },
});

await openRefunds(workspace, admin, ceiling);
const { version, rules, defaultOutcome, catalog } = await versionInForce(db);
await publishPolicy(db, {
  actor: admin.viewer,
  rules: [
    ...rules,
    stepUp("number", 0, undefined, { ...upTo(200), numberMatching: true }),
    stepUp("reading", 200, undefined, { ...upTo(400, 200), readingSeconds: 5 }),
    stepUp("owner-alone", 1500, { kind: "owner" }),
    stepUp("finance", 1800, { kind: "group", group: finance, ownerExcluded: true }),
    stepUp("two", 1900, { kind: "owner_or_backups" }, { approvals: 2 }),
  ],
  ...{ defaultOutcome, catalog, expectedVersion: version, now: time.now },
});

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner, [backup]);
});

const stateAfter = async (amount: number) => (await askedBy(agent, { action: refund(amount) })).request.state;

async function signAfter(amount: number): Promise<void> {
  const requestId = await approveRead(workspace, { agent, by: owner, action: refund(amount) });
  expect((await signStanding(owner, requestId)).status).toBe(201);
}

async function endReason(): Promise<string | null> {
  const [row] = await db.$client<{ end_reason: string | null }[]>`
    select end_reason from standing_approvals where agent_id = ${agent.id}`;
  return row?.end_reason ?? null;
}

test("a request within the bounds that policy asks other people about reaches them, and ends nothing", async () => {
  await signAfter(1600);
  expect(await stateAfter(900)).toBe("pending");
  expect(await stateAfter(1501)).toBe("approved");
  expect(await endReason()).toBeNull();
});

test.each([
  ["a number to match", 150],
  ["a longer time to read", 300],
])("a request within the bounds that needs %s reaches a person", async (_, small) => {
  await signAfter(1250);
  expect(await stateAfter(small)).toBe("pending");
  expect(await stateAfter(900)).toBe("approved");
});

test.each([
  ["its person may not decide", 1801],
  ["needs two people", 1901],
])("a request outside the bounds that %s ends it", async (_, over) => {
  await signAfter(1250);
  expect(await stateAfter(over)).toBe("pending");
  expect(await endReason()).toBe("outside_bounds");
});

test("a request outside the bounds that policy blocks ends it", async () => {
  await signAfter(1250);
  expect(await codeOf(await agent.ask({ action: refund(100_000) }))).toBe("blocked_by_policy");
  expect(await endReason()).toBe("outside_bounds");
});
