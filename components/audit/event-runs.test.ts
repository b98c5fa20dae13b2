import { expect, test } from "vitest";
import type { AuditEvent } from "#lib/audit/read-event";
import { eventDays } from "./event-runs.ts";

let n = 0;

function event(more: Partial<AuditEvent> = {}): AuditEvent {
  n++;
  const at = new Date(Date.UTC(2026, 10, 24, 12, 0, -n));
  return {
    ...{ id: `evt_${n}`, at, text: "", type: "request.allowed", actor: { type: "agent", id: "agt_1" } },
    ...{ subject: { agent: "agt_1", request: `req_${n}`, grant: `gnt_${n}` }, data: { action_type: "a.b" } },
    ...more,
  };
}

const sizes = (events: AuditEvent[]) => eventDays(events).map(({ runs }) => runs.map((run) => run.length));

test("neighbors that differ in their request alone are a run", () => {
  expect(sizes([event(), event(), event()])).toEqual([[3]]);
});

test.each<[string, Partial<AuditEvent>]>([
  ["type", { type: "request.blocked" }],
  ["actor", { actor: { type: "agent", id: "agt_2" } }],
  ["subject", { subject: { agent: "agt_2" } }],
  ["action type", { data: { action_type: "a.c" } }],
  ["reason", { data: { action_type: "a.b", reason: "by_agent" } }],
])("an event with another %s ends a run, and the next run begins after it", (_, other) => {
  expect(sizes([event(), event(), event(other), event(), event()])).toEqual([[2, 1, 2]]);
});

test("a run ends with its day", () => {
  const [late, early] = ["2026-11-24T00:00:00Z", "2026-11-23T23:59:59Z"].map((at) => new Date(at));
  const days = eventDays([event({ at: late }), event({ at: early }), event({ at: early })]);
  expect(days.map(({ day }) => day.toISOString())).toEqual([
    "2026-11-24T00:00:00.000Z",
    "2026-11-23T00:00:00.000Z",
  ]);
  expect(days.map(({ runs }) => runs.length)).toEqual([1, 1]);
});

test("every event is in one run, in its order", () => {
  const events = Array.from({ length: 30 }, (_, at) =>
    event(at % 7 < 4 ? {} : { type: `request.${at % 3}` }),
  );
  expect(eventDays(events).flatMap(({ runs }) => runs.flat())).toEqual(events);
});

test("an approval and the request that it approved are one run, apart from other approvals", () => {
  const at = new Date("2026-11-24T12:00:00Z");
  const person = { type: "person" as const, id: "per_1" };
  const given = (request: string, more: Partial<AuditEvent> = {}) =>
    event({ type: "request.approval_given", at, actor: person, subject: { request }, data: {}, ...more });
  const approved = (request: string) =>
    event({ type: "request.approved", at, actor: person, subject: { request }, data: {} });
  expect(sizes([approved("req_1"), given("req_1"), approved("req_2"), given("req_2")])).toEqual([[2, 2]]);
  // The first of two approvals, and one of another person or moment.
  expect(sizes([approved("req_1"), given("req_1"), given("req_3")])).toEqual([[2, 1]]);
  const others: Partial<AuditEvent>[] = [
    { actor: { type: "person", id: "per_2" } },
    { subject: { request: "req_2" } },
    { at: new Date("2026-11-24T11:59:59Z") },
  ];
  for (const other of others) expect(sizes([approved("req_1"), given("req_1", other)])).toEqual([[1, 1]]);
});
