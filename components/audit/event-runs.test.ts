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
