import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { timeOfId } from "#lib/kernel/ids";
import { now } from "#lib/testing/workspace";
import { PastDays } from "./past-days.ts";
import { readPrevious } from "./previous.ts";
import { readCoverage, readDashboard } from "./read-coverage.ts";
import { KnownWorkspace } from "./testing/known-workspace.ts";
import { coverageWindow, daysOf, startOfDay } from "./window.ts";

const workspace = await KnownWorkspace.open();
const { db } = workspace;
const viewer = await workspace.person("Ann Auditor", ["auditor"]);
const tester = await workspace.agentOfTests(await workspace.person("Tess"));
const types = ["request.allowed", "request.blocked", "request.pending", "grant.redeemed"] as const;

const event = fc.record({
  type: fc.constantFrom(...types),
  isTest: fc.boolean(),
  // An event may be stored long after its time, and at the first or last moment of a day.
  at: fc.oneof(fc.constantFrom("start", "end"), fc.integer({ min: 0, max: 86_399 })),
});
const view = fc.record({
  hoursLater: fc.integer({ min: 0, max: 60 }),
  atMidnight: fc.boolean(),
  days: fc.constantFrom(30 as const, 90 as const),
  events: fc.array(event, { minLength: 2, maxLength: 6 }),
});

test("figures with the counts of past days in memory are those counted anew, whenever the page is opened", async () => {
  const pastDays = new PastDays();
  let time = now;
  await fc.assert(
    fc.asyncProperty(view, async ({ hoursLater, atMidnight, days, events }) => {
      const later = addSeconds(time, hoursLater * 3600);
      time = atMidnight && startOfDay(later) > time ? startOfDay(later) : later;
      for (const { type, isTest, at } of events) {
        const subject = isTest && type.startsWith("request.") ? { agent: tester.id } : {};
        const actor = { type: "system", id: "test" } as const;
        await recordAudit(db, { type, actor, subject }, momentOf(at, time));
      }
      const window = coverageWindow({ days, keyAgeDays: 90, now: time });
      const shown = await readDashboard(db, { viewer, window, pastDays });
      const { figures, byDay } = await readCoverage(db, { viewer, window });
      expect(shown.figures).toEqual(figures);
      expect(shown.bars).toEqual(byDay.bars);
      expect(shown.bars.map(({ counts }) => counts.allowed)).toEqual(await plainCounts(daysOf(window)));
      expect(await readPrevious(db, { viewer, window, pastDays })).toEqual(
        await readPrevious(db, { viewer, window, pastDays: new PastDays() }),
      );
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 60_000);

function momentOf(at: "start" | "end" | number, time: Date): Date {
  if (typeof at === "number") return addSeconds(time, -at);
  return at === "start" ? startOfDay(time) : new Date(startOfDay(time).getTime() - 1);
}

async function plainCounts(days: { from: Date; to: Date }[]): Promise<number[]> {
  const rows = await db.select().from(auditEvents);
  const allowed = rows.filter(({ type, agentId }) => type === "request.allowed" && agentId !== tester.id);
  const times = allowed.map(({ id }) => timeOfId(id));
  return days.map(({ from, to }) => times.filter((at) => at >= from && at < to).length);
}

test("a day that ended a day ago is read once until the next day begins, and a part of a day each time", async () => {
  const asked = vi.spyOn(db.$client, "unsafe");
  const pastDays = new PastDays();
  const read = async (at: Date) => {
    asked.mockClear();
    const spans = daysOf(coverageWindow({ days: 30, keyAgeDays: 90, now: at }));
    spans.push({ from: addSeconds(at, -40 * 86_400), to: addSeconds(at, -40 * 86_400 + 1) });
    await pastDays.eventsByDay(db.$client, { types: [...types], spans, now: at });
    const [, params] = asked.mock.calls[0] ?? [];
    return JSON.parse(String(params?.[1])).length;
  };
  const midnight = startOfDay(addSeconds(now, 86_400));
  expect(await read(now)).toBe(31);
  expect(await read(now)).toBe(3);
  expect(await read(addSeconds(midnight, -1))).toBe(3);
  expect(await read(midnight)).toBe(31);
  expect(await read(midnight)).toBe(3);
  // Nothing is left of the day that was kept before.
  expect(await read(now)).toBe(31);
});

test("a view that midnight interrupts has each of its days", async () => {
  const pastDays = new PastDays();
  const midnight = startOfDay(addSeconds(now, 86_400));
  const spans = daysOf(coverageWindow({ days: 30, keyAgeDays: 90, now }));
  const read = (at: Date) => pastDays.eventsByDay(db.$client, { types: [...types], spans, now: at });
  await read(now);
  const [before] = await Promise.all([read(now), read(midnight)]);
  expect(before.days.map(({ from }) => from)).toEqual(spans.map(({ from }) => from));
});
