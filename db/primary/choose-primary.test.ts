import { expect, test } from "vitest";
import { type Answer, choosePrimary as choose } from "./choose-primary.ts";

const on = (host: string) => `postgres://u:secret@${host}/db`;
const look = { isWritable: true, system: "1", timeline: "00000001", startedAt: "today" };
const answer = (host: string, changed: Partial<typeof look> = {}): Answer => ({
  url: on(host),
  look: { ...look, ...changed },
});
const standby = answer("standby", { isWritable: false });
const choosePrimary = (answers: readonly Answer[]) => choose(answers, new Map());
const silent: Answer = { url: on("silent"), fault: "ECONNREFUSED" };

test("of a primary and its standby, the primary is chosen wherever it is named", () => {
  expect(choosePrimary([standby, silent, answer("one")])).toEqual([on("one")]);
});

test("of two servers that accept writes, the one that was promoted last is chosen", () => {
  const promoted = answer("promoted", { timeline: "0000000A", startedAt: "later" });
  expect(choosePrimary([answer("cut-off", { timeline: "00000009" }), promoted])).toEqual([on("promoted")]);
});

test("addresses that lead to one server are all its addresses", () => {
  expect(choosePrimary([answer("one"), answer("two")])).toEqual([on("one"), on("two")]);
});

test.each([
  [
    "no server",
    [standby, silent],
    "no server accepts writes: standby:5432/db (read-only), silent:5432/db (ECONNREFUSED)",
  ],
  [
    "two standbys, both promoted,",
    [answer("one"), answer("two", { startedAt: "later" })],
    "several servers accept writes: one:5432/db, two:5432/db",
  ],
  [
    "servers of two systems",
    [answer("one", { timeline: "00000002" }), answer("two", { system: "2" })],
    "several servers accept writes: one:5432/db, two:5432/db",
  ],
])("of %s, none is chosen, and the cause names no password", (_, answers, message) => {
  expect(() => choosePrimary(answers)).toThrow(expect.objectContaining({ code: "NO_PRIMARY", message }));
});
