import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { findEvent } from "./find-event.ts";
import { type AuditFact, actorId, recordAudit } from "./record.ts";
import { searchAudit } from "./search.ts";

const { db } = await createTestDatabase();
const start = new Date("2026-11-24T12:00:00.000Z");
const facts: AuditFact[] = Array.from({ length: 60 }, (_, n) => ({
  type: n % 2 ? "request.approved" : "request.denied",
  actor: n % 3 ? { type: "person", id: `per_${n % 5}` } : { type: "agent", id: "agt_1" },
  subject: { person: `per_${n % 7}`, request: `req_${n % 10}`, ...(n % 4 ? { agent: `agt_${n % 2}` } : {}) },
  data: { n },
}));
for (const [n, fact] of facts.entries()) await recordAudit(db, fact, addSeconds(start, n));

function numbers(bodies: { body: Uint8Array }[]): number[] {
  return bodies.map(({ body }) => JSON.parse(Buffer.from(body).toString()).data.n);
}

function expected(matches: (fact: AuditFact, n: number) => boolean): number[] {
  return facts
    .map((fact, n) => ({ fact, n }))
    .filter(({ fact, n }) => matches(fact, n))
    .map(({ n }) => n)
    .reverse();
}

test("a person's events are those caused by and about the person, without duplicates", async () => {
  const { entries } = await searchAudit(db, { person: "per_2" }, { limit: 100 });
  expect(numbers(entries)).toEqual(
    expected(({ actor, subject }) => actorId(actor) === "per_2" || subject.person === "per_2"),
  );
});

test("an agent's events are those caused by and about the agent", async () => {
  const { entries } = await searchAudit(db, { agent: "agt_1" }, { limit: 100 });
  expect(numbers(entries)).toEqual(
    expected(
      ({ actor, subject }) => subject.agent === "agt_1" || (actorId(actor) === "agt_1" && !subject.agent),
    ),
  );
});

test("all filters apply together", async () => {
  const filter = {
    person: "per_2",
    type: "request.denied",
    from: addSeconds(start, 10),
    to: addSeconds(start, 40),
  };
  const { entries } = await searchAudit(db, filter, { limit: 100 });
  const isOfPerson = ({ actor, subject }: AuditFact) =>
    actorId(actor) === "per_2" || subject.person === "per_2";
  expect(numbers(entries)).toEqual(
    expected((fact, n) => isOfPerson(fact) && fact.type === filter.type && n >= 10 && n < 40),
  );
});

test.each([{}, { person: "per_2" }, { request: "req_3" }])(
  "pages down and up again show every event once, in order: %j",
  async (filter) => {
    const { entries: all } = await searchAudit(db, filter, { limit: 100 });
    const down: string[][] = [];
    let page = await searchAudit(db, filter, { limit: 4 });
    expect(page.newer).toBeUndefined();
    for (;;) {
      down.push(page.entries.map(({ id }) => id));
      if (page.older === undefined) break;
      page = await searchAudit(db, filter, { before: page.older, limit: 4 });
    }
    expect(down.flat()).toEqual(all.map(({ id }) => id));
    const up = [down.at(-1) ?? []];
    while (page.newer !== undefined) {
      page = await searchAudit(db, filter, { after: page.newer, limit: 4 });
      up.unshift(page.entries.map(({ id }) => id));
    }
    expect(up.flat()).toEqual(down.flat());
  },
);

test("an event written between two pages does not shift the pages", async () => {
  const first = await searchAudit(db, {}, { limit: 5 });
  await recordAudit(
    db,
    { type: "session.started", actor: { type: "person", id: "per_9" }, subject: {}, data: { n: 99 } },
    addSeconds(start, 99),
  );
  const second = await searchAudit(db, {}, { before: first.older, limit: 5 });
  expect(numbers(second.entries)).toEqual([54, 53, 52, 51, 50]);
});

test("an invalid cursor counts as none", async () => {
  const { entries } = await searchAudit(db, {}, { before: "' or 1=1", limit: 1 });
  expect(entries).toHaveLength(1);
});

test("an event is found by its ID; an unknown or invalid ID finds none", async () => {
  const [newest] = (await searchAudit(db, {}, { limit: 1 })).entries;
  const id = newest?.id ?? "";
  const text = Buffer.from(newest?.body ?? []).toString();
  expect(await findEvent(db, id)).toMatchObject({ id, at: newest?.at, text });
  for (const other of [`evt_${"0".repeat(26)}`, "evt_", "' or 1=1", id.toUpperCase()])
    expect(await findEvent(db, other)).toBeUndefined();
});
