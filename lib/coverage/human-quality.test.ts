import { beforeAll, expect, test } from "vitest";
import { notificationPreferences } from "#db/schema/notifications";
import { requestEdits } from "#db/schema/requests";
import type { Viewer } from "#lib/sessions/session";
import { now } from "#lib/testing/workspace";
import type { Mark } from "./human-quality-marks.ts";
import { listDecided } from "./list-decided.ts";
import { readCoverage } from "./read-coverage.ts";
import { qualityQuery, type RiskClass } from "./read-human-quality.ts";
import { decide } from "./testing/decide.ts";
import { KnownWorkspace } from "./testing/known-workspace.ts";
import { coverageWindow } from "./window.ts";

const workspace = await KnownWorkspace.open();
const { db } = workspace;
const window = coverageWindow({ days: 30, keyAgeDays: 90, now });
const night = new Date("2026-11-23T23:30:00Z");
let auditor: Viewer;
const quick: string[] = [];

beforeAll(async () => {
  auditor = await workspace.person("Ann Auditor", ["auditor"]);
  const [ada, bo, cy] = [
    await workspace.person("Ada"),
    await workspace.person("Bo"),
    await workspace.person("Cy"),
  ];
  await inZone(bo.personId, "Asia/Tokyo");
  await inZone(cy.personId, "Mars/Olympus_Mons");
  const agent = await workspace.agent("Bot", ada);
  const read = { actionType: "report.read" };
  // Financial: 2, 10, 20, 30 and 40 seconds, by three people.
  quick.push(await decide(workspace, { agent, by: ada, seconds: 2 }));
  for (const [by, seconds] of [
    [ada, 10],
    [bo, 20],
    [bo, 30],
    [cy, 40],
  ] as const)
    await decide(workspace, { agent, by, seconds });
  // Unclassified: seven of nine by one person.
  for (let n = 0; n < 7; n++)
    quick.push(await decide(workspace, { agent, by: cy, seconds: 1, columns: read }));
  for (const by of [ada, bo]) await decide(workspace, { agent, by, seconds: 3, columns: read });
  // 23:30 UTC is morning for Bo, and night for Ada and Cy, whose zone is unknown.
  for (const by of [ada, bo, cy]) await decide(workspace, { agent, by, at: night });
  await decide(workspace, { agent, by: bo, columns: { closeReason: "unexpected" } });
  await db.insert(requestEdits).values({
    ...{ requestId: quick[0] ?? "", editedBy: ada.personId, editedAt: now },
    ...{ askedAction: "{}", askedDigest: "digest", patch: "[]" },
  });
  // Not counted: test requests, break-glass, older, asked before the window, and not decided by people.
  const tester = await workspace.agentOfTests(ada);
  for (const by of [ada, bo, cy])
    await decide(workspace, { agent: tester, by, seconds: 1, columns: { edge: "test" } });
  await decide(workspace, { agent, by: ada, seconds: 1, columns: { isBreakGlass: true } });
  await decide(workspace, { agent, by: ada, seconds: 1, at: workspace.ago(31) });
  await decide(workspace, { agent, by: ada, seconds: 1, waited: 31 * 86_400 });
  await decide(workspace, { agent, by: ada, seconds: 1, columns: { state: "cancelled" } });
});

async function inZone(personId: string, timeZone: string) {
  await db.insert(notificationPreferences).values({
    ...{ personId, timeZone, channels: { routine: [], financial: [], critical: [], account: [] } },
    ...{ quietExcept: [], digest: "off", digestAt: "08:00", whenAway: "both", changedAt: now },
  });
}

async function read() {
  return (await readCoverage(db, { viewer: auditor, window })).humanQuality;
}

async function listed(mark: Mark, risk?: RiskClass) {
  return listDecided(db, { viewer: auditor, window, filter: { mark, risk } });
}

test("times and shares count each request once, by the decision that closed it", async () => {
  const { times, shares } = await read();
  expect(times.find(({ risk }) => risk === "spend")?.times).toEqual({
    approvals: 5,
    median: 20,
    ninetieth: 40,
  });
  expect(shares.map(({ id, counted }) => [id, counted])).toEqual([
    ["quick", { value: 8, total: 14 }],
    ["night", { value: 2, total: 18 }],
    ["denied", { value: 4, total: 18 }],
    ["edited", { value: 1, total: 18 }],
    ["unexpected", { value: 1, total: 18 }],
  ]);
});

test("a figure that would mostly describe one person isn't read from the database, nor is its list", async () => {
  const { times } = await read();
  expect(times.find(({ risk }) => risk === "unknown")?.times).toBeNull();
  expect(await listed("timed", "unknown")).toBeUndefined();
  const { sql, params } = qualityQuery(window, []);
  const cells = (await db.$client.unsafe(sql, params)).map(({ cell }) => cell);
  expect(cells.sort()).toEqual(["all", "spend", "timed"]);
});

test("fewer than five decisions, and decisions by fewer than three people, are too little data", async () => {
  const small = await KnownWorkspace.open();
  const [ada, bo, cy] = [await small.person("Ada"), await small.person("Bo"), await small.person("Cy")];
  const agent = await small.agent("Bot", ada);
  const counted = async () =>
    (await readCoverage(small.db, { viewer: auditor, window })).humanQuality.shares.at(-1)?.counted;
  for (const by of [ada, ada, bo, bo, bo]) await decide(small, { agent, by, seconds: 5 });
  expect(await counted()).toBeNull();
  await decide(small, { agent, by: cy, seconds: 5 });
  expect(await counted()).toEqual({ value: 0, total: 6 });
  const four = await KnownWorkspace.open();
  const people = [await four.person("Ada"), await four.person("Bo"), await four.person("Cy")];
  const bot = await four.agent("Bot", people[0] ?? ada);
  for (const by of [...people, people[0] ?? ada]) await decide(four, { agent: bot, by, seconds: 5 });
  const { humanQuality } = await readCoverage(four.db, { viewer: auditor, window });
  expect(humanQuality.shares.map((share) => share.counted)).toEqual([null, null, null, null, null]);
});

test("each figure's list has exactly the counted requests, and no person", async () => {
  const { shares, times } = await read();
  for (const { id, counted } of shares)
    expect((await listed(id))?.requests, id).toHaveLength(counted?.value ?? -1);
  expect((await listed("all"))?.requests).toHaveLength(18);
  for (const { risk, times: shown } of times)
    if (shown) expect((await listed("timed", risk))?.requests).toHaveLength(shown.approvals);
  const found = (await listed("quick"))?.requests ?? [];
  expect(found.map(({ id }) => id)).toEqual(quick.toSorted().toReversed());
  const keys = ["actionType", "closeReason", "id", "risk", "state", "title"];
  for (const request of found) expect(Object.keys(request).sort()).toEqual(keys);
});

test("a list's next page continues after the last request", async () => {
  const first = (await listed("all"))?.requests ?? [];
  const after = first[9]?.id;
  const rest = await listDecided(db, { viewer: auditor, window, filter: { mark: "all", after } });
  expect(rest?.requests).toEqual(first.slice(10));
  expect(rest?.next).toBeNull();
});

test("only admins and auditors read the lists", async () => {
  for (const roles of [["approver"], []] as Viewer["roles"][])
    await expect(
      listDecided(db, { viewer: { ...auditor, roles }, window, filter: { mark: "all" } }),
    ).rejects.toMatchObject({ code: "not_found" });
});
