import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { passkeys } from "#db/schema/passkeys";
import { listAgentPage } from "#lib/agents/list-agent-page";
import { listOrphanedAgents } from "#lib/agents/list-orphaned";
import type { AgentFilter } from "#lib/agents/narrowed-agents";
import { searchAudit } from "#lib/audit/search";
import { resolveExecution } from "#lib/boundary/executions/resolve-execution";
import { addExecution } from "#lib/boundary/executions/testing/add-execution";
import { addSeconds } from "#lib/kernel/clock";
import { listQueue } from "#lib/requests/queue/list-queue";
import type { Judged } from "#lib/requests/queue/queue-query";
import type { Viewer } from "#lib/sessions/session";
import { now } from "#lib/testing/workspace";
import type { Figures } from "./measures.ts";
import { byWeek, type OutcomeBar, sumOf } from "./outcomes.ts";
import { PastDays } from "./past-days.ts";
import { readPrevious } from "./previous.ts";
import { readCoverage, readDashboard } from "./read-coverage.ts";
import { KnownWorkspace } from "./testing/known-workspace.ts";
import { coverageWindow } from "./window.ts";

const workspace = await KnownWorkspace.open();
const { db } = workspace;
const month = coverageWindow({ days: 30, keyAgeDays: 90, now });
const quarter = coverageWindow({ days: 90, keyAgeDays: 30, now });

const auditor = await workspace.person("Ann Auditor", ["auditor"]);
const owner = await workspace.person("Olive Owner");
const { personId } = await workspace.person("Una Unenrolled");
await db.delete(passkeys).where(eq(passkeys.personId, personId));
const admin = await workspace.person("Ada Admin", ["admin"]);
const gone = await workspace.person("Gil Gone", ["approver"], "left");
const demoted = await workspace.person("Dee Demoted", []);
const young = await workspace.agentWith("Young", owner);
await workspace.key(young, { days: 5 });
const rotating = await workspace.agentWith("Rotating", owner, { attestedAt: workspace.ago(89) });
await workspace.key(rotating, { days: 5 });
await workspace.key(rotating, { days: 91, hmac: true });
const expired = await workspace.agentWith("Keyless", owner, { attestedAt: workspace.ago(90) });
await workspace.key(expired, { days: 5, expired: true });
await workspace.key(expired, { days: 5, revoked: true });
const shared = { days: 31, publicKey: Buffer.alloc(32, 7) };
await workspace.key(await workspace.agentWith("Ghost", gone, { status: "quarantined" }), shared);
await workspace.key(await workspace.agentWith("Unseen ghost", demoted), shared);
await workspace.key(await workspace.agentWith("Revoked", gone, { status: "revoked" }), { days: 5 });

await workspace.testAgent(demoted);

await workspace.decided(young, "approved", 0, 10);
await workspace.decided(young, "approved", 1, 20, { unchecked: "rules" });
await workspace.decided(young, "denied", 29, 400);
await workspace.decided(young, "denied", 30.5, 9000);
await workspace.decided(young, "approved", 91, 9000);
await workspace.request(young, { state: "allowed", monitored: { ruleIds: ["a"], outcome: "block" } });
await workspace.request(young, { state: "blocked", ruleIds: [], unchecked: "policy" });
await workspace.request(young, { ruleIds: [], secondsAgo: 31 * 86_400 });
await workspace.event("request.allowed", 0);
await workspace.event("request.blocked", 0);
for (const days of [0, 7, 29.4, 31, -1]) await workspace.unusedGrant(young, days);
await workspace.unusedGrant(young, 8);
for (const days of [0, 1]) await workspace.event("grant.redeemed", days);
await workspace.event("grant.revoked", 3);
await workspace.event("grant.refused", 3);
for (const state of ["uncertain", "uncertain", "expected", "done"] as const)
  await addExecution(workspace, young, { dueAt: now, state });
const settled = await addExecution(workspace, young, { dueAt: now, state: "uncertain" });
await resolveExecution(db, { actor: admin, requestId: settled, finding: "ran", note: "Seen", now });
for (const due of [-1, 1, 2]) await workspace.breakGlassNotice(await workspace.request(young), admin, due);

const coverage = await readCoverage(db, { viewer: auditor, window: month });
const figures = coverage.figures;

const of = (id: keyof Figures) => [figures[id].value, figures[id].total];

describe("figures about agents match the data", () => {
  test("only active approvers count as owners, and revoked agents never count", () => {
    expect(of("agentsOwned")).toEqual([3, 5]);
  });

  test("an attestation is in time until the last of its days is over", () => {
    expect(of("agentsAttested")).toEqual([4, 5]);
  });

  test("one usable old key makes an agent's keys old; an agent without a usable key counts as neither", async () => {
    expect(of("agentsWithYoungKeys")).toEqual([3, 4]);
    expect(of("agentsWithoutKey")).toEqual([1, 5]);
    const strict = await readCoverage(db, { viewer: auditor, window: quarter });
    expect(strict.figures.agentsWithYoungKeys).toMatchObject({ value: 1, total: 4 });
  });

  test("orphaned agents, shared keys and shared secrets are counted correctly", () => {
    expect(of("ghosts")).toEqual([1, 5]);
    expect(of("sharedKeys")).toEqual([1, null]);
    expect(of("asymmetricKeys")).toEqual([4, 5]);
    expect(of("approversWithPasskey")).toEqual([1, 2]);
  });
});

describe("figures about decisions match the data", () => {
  test("each outcome is counted within the window, by the moment it was decided", async () => {
    expect(of("approved")).toEqual([2, null]);
    expect(of("denied")).toEqual([1, null]);
    expect(of("allowed")).toEqual([1, null]);
    expect(of("blocked")).toEqual([1, null]);
    const longer = await readCoverage(db, { viewer: auditor, window: quarter });
    expect(longer.figures.denied.value).toBe(2);
  });

  test("median and 90th percentile are actual decision times", () => {
    expect(of("medianTimeToDecide")).toEqual([20, 3]);
    expect(of("ninetiethTimeToDecide")).toEqual([400, 3]);
  });

  test("a grant counts as unused when it expired, out of all ended grants", () => {
    expect(of("grantsUnused")).toEqual([4, 7]);
    expect(of("grantsRedeemed")).toEqual([2, null]);
    expect(of("redemptionsRefused")).toEqual([1, null]);
  });

  test("each exception is counted: default outcome, failed evaluation, missing value, monitored, break-glass", () => {
    expect(of("defaultHits")).toEqual([1, null]);
    expect(of("policyFaults")).toEqual([1, null]);
    expect(of("uncheckedDecisions")).toEqual([1, null]);
    expect(of("monitoredRequests")).toEqual([1, null]);
    expect(of("monitoredRules")[0]).toBe(0);
    expect(of("breakGlassOpen")).toEqual([3, null]);
    expect(of("breakGlassOverdue")).toEqual([1, 3]);
    expect(of("uncertainExecutions")).toEqual([2, null]);
  });

  test("without decisions there is no median, instead of zero", async () => {
    const past = coverageWindow({ days: 30, keyAgeDays: 90, now: workspace.ago(200) });
    const { figures } = await readCoverage(db, { viewer: auditor, window: past });
    expect(figures.medianTimeToDecide).toMatchObject({ value: null, total: 0 });
  });
});

describe("the chart and the figures agree", () => {
  test("the days add up to the figures, and so do the weeks", () => {
    const { bars } = coverage.byDay;
    expect(bars).toHaveLength(30);
    for (const sums of [sumOf(bars), sumOf(byWeek(bars))])
      for (const [outcome, count] of Object.entries(sums))
        expect(count, outcome).toBe(figures[outcome as keyof typeof sums].value);
    expect(bars.at(-1)?.counts).toMatchObject({ approved: 1, allowed: 1, blocked: 1, denied: 0 });
    expect(bars[0]?.counts.denied).toBe(1);
  });

  test("weeks are counted back from today, without gaps", () => {
    const weeks: OutcomeBar[] = byWeek(coverage.byDay.bars);
    expect(weeks).toHaveLength(5);
    expect(weeks[0]?.from).toEqual(month.from);
    weeks.slice(1).forEach((week, index) => {
      expect(week.from).toEqual(weeks[index]?.to);
    });
  });
});

describe("a figure and its list agree", () => {
  test.each<[keyof Figures, AgentFilter, AgentFilter?]>([
    ["agentsOwned", { owned: "yes" }, { owned: "no" }],
    ["agentsAttested", { attestation: "confirmed" }, { attestation: "due" }],
    ["agentsWithYoungKeys", { keys: "young", keyDays: 90 }, { keys: "old", keyDays: 90 }],
    ["agentsWithoutKey", { keys: "none" }],
  ])("of agents: %s", async (id, filter, others) => {
    const listed = (filter: AgentFilter) => listAgentPage(db, { viewer: auditor, filter, now });
    const { value, total } = figures[id];
    expect((await listed(filter)).agents).toHaveLength(value ?? -1);
    if (others) expect((await listed(others)).agents).toHaveLength((total ?? 0) - (value ?? 0));
    expect((await listed({ status: "not_revoked" })).agents).toHaveLength(6);
  });

  test("of quarantined agents", async () => {
    const { orphaned, count } = await listOrphanedAgents(db, { viewer: auditor, now });
    expect([orphaned.length, count]).toEqual([figures.ghosts.value, figures.ghosts.value]);
  });

  test("for keys: the agents that share a key, and the agents with a shared secret", async () => {
    const listed = async (keys: "shared" | "hmac") =>
      (await listAgentPage(db, { viewer: auditor, filter: { keys }, now })).agents.map(({ name }) => name);
    expect(await listed("shared")).toEqual(["Ghost", "Unseen ghost"]);
    expect(await listed("hmac")).toEqual(["Rotating"]);
  });

  test.each<[keyof Figures, Judged]>([
    ["defaultHits", "default"],
    ["policyFaults", "policy_unchecked"],
    ["uncheckedDecisions", "rule_unchecked"],
    ["monitoredRequests", "monitored"],
    ["uncertainExecutions", "uncertain"],
    ["grantsUnused", "unused"],
  ])("of requests: %s", async (id, judged) => {
    const filter = { state: "all", judged, from: month.from } as const;
    const { items } = await listQueue(db, auditor, filter, now);
    expect(items).toHaveLength(figures[id].value ?? -1);
    const unscoped = await listQueue(db, { ...auditor, roles: [] }, filter, now);
    expect(unscoped.items).toEqual([]);
  });

  test.each([
    ["all", {}],
    ["those of a type", { type: "refund.create" }],
    ["those of a risk", { risk: "spend" as const }],
  ])("of requests asked, without test requests: %s", async (_, narrowing) => {
    const all = { state: "all", from: month.from, ...narrowing } as const;
    const { items } = await listQueue(db, auditor, { ...all, tests: "no" }, now);
    const { items: withTests } = await listQueue(db, auditor, all, now);
    expect(items).toEqual(withTests.filter(({ agent }) => !agent.isTest));
    expect(withTests.length - items.length).toBe(2);
  });

  test("for events: the audit page's list for the same type and time", async () => {
    const { entries } = await searchAudit(db, { type: "grant.redeemed", from: month.from }, { limit: 50 });
    expect(entries).toHaveLength(figures.grantsRedeemed.value ?? -1);
  });
});

test("every figure's own query, run again as the report shows it, finds the same number", async () => {
  for (const [id, { query, value, total }] of Object.entries(figures)) {
    const [row] = await db.$client.unsafe(query.sql, query.params);
    expect([row?.value, row?.total ?? null], id).toEqual([value, total]);
  }
});

test("the period before has the same length, ends at the same time of day, and counts nothing twice", async () => {
  const past = coverageWindow({ days: 30, keyAgeDays: 90, now: addSeconds(now, 30 * 86_400 + 1) });
  // Seen 30 days and a second later, today's window is the period before.
  const pastDays = new PastDays();
  expect(await readPrevious(db, { viewer: auditor, window: past, pastDays })).toEqual({
    requestsAsked: figures.requestsAsked.value,
    medianTimeToDecide: figures.medianTimeToDecide.value,
    grantsUnused: { value: figures.grantsUnused.value, total: figures.grantsUnused.total },
  });
  const before = await readPrevious(db, { viewer: auditor, window: month, pastDays });
  expect(before.medianTimeToDecide).toBe(9000);
});

test("only admins and auditors read the figures", async () => {
  for (const roles of [["approver"], []] as Viewer["roles"][])
    for (const readFigures of [readCoverage, readDashboard, readPrevious]) {
      const asked = { viewer: { ...auditor, roles }, window: month, pastDays: new PastDays() };
      await expect(readFigures(db, asked)).rejects.toMatchObject({ code: "not_found" });
    }
});
