import { expect, test } from "vitest";
import { findCycles } from "./cycles.mjs";
import { findLayerBreaches } from "./layers.mjs";
import { findRoomBreaches } from "./rooms.mjs";
import { findTableBreaches } from "./tables.mjs";

function source(file: string, { imports = [] as string[], text = "", isType = false } = {}) {
  const isTest = /\.test\.ts$/.test(file);
  return {
    ...{ file, text, isTest },
    imports: imports.map((target) => ({ specifier: `#${target}`, target, isType })),
  };
}

const order = ["clock", "people", "agents"];
const clock = source("lib/clock.ts");
const people = source("lib/people/lock.ts", { imports: ["lib/clock.ts"] });
const agents = source("lib/agents/create.ts", { imports: ["lib/people/lock.ts"] });

test("a room imports from the rooms above it in lib/README.md", () => {
  expect(findRoomBreaches([clock, people, agents], order)).toEqual([]);
});

test("an import from a room that comes later is refused, and named", () => {
  const upward = source("lib/people/lock.ts", { imports: ["lib/agents/create.ts"] });
  expect(findRoomBreaches([clock, upward, agents], order)).toEqual([
    "lib/people/lock.ts: people comes before agents, and must not import lib/agents/create.ts",
  ]);
});

test("a test may import from any room", () => {
  const upward = source("lib/people/lock.test.ts", { imports: ["lib/agents/create.ts"] });
  expect(findRoomBreaches([clock, upward, agents], order)).toEqual([]);
});

test("a room without a place in the order, and a place without a room, are refused", () => {
  const groups = source("lib/groups/create.ts");
  expect(findRoomBreaches([clock, people, groups], order)).toEqual([
    "lib/groups: not in the order of rooms (lib/README.md)",
    "lib/README.md: there is no room lib/agents",
  ]);
});

test("files that import each other in a circle are refused, types included", () => {
  const a = source("lib/people/a.ts", { imports: ["lib/people/b.ts"] });
  const b = source("lib/people/b.ts", { imports: ["lib/people/c.ts"], isType: true });
  const c = source("lib/people/c.ts", { imports: ["lib/people/a.ts"] });
  expect(findCycles([a, b, c])).toEqual([
    "imports in a circle: lib/people/a.ts -> lib/people/b.ts -> lib/people/c.ts -> lib/people/a.ts",
  ]);
  expect(findCycles([a, b])).toEqual([]);
});

test("lib imports nothing from app, and no React", () => {
  const found = findLayerBreaches([
    source("lib/people/a.ts", { imports: ["app/process/runtime.ts"] }),
    { ...source("lib/people/b.ts"), imports: [{ specifier: "react", target: undefined, isType: false }] },
  ]);
  expect(found).toEqual([
    "lib/people/a.ts: lib must not import from app (#app/process/runtime.ts)",
    "lib/people/b.ts: lib must not import react",
  ]);
});

const schema = source("db/schema/people.ts", { text: 'export const people = pgTable(\n  "people", {' });
const rows = [["people", "`people`, `jobs`"]];

test.each([
  ["through drizzle", "await tx.update(people).set({ name })"],
  ["in SQL with the table's object", `sql\`delete from \${people} where id = 1\``],
  ["in plain SQL", "sql`insert into people (id) values (1)`"],
])("a write of a table %s is refused to a room that does not own it", (_, text) => {
  const cleanUp = source("app/process/jobs/clean-up.ts", { text: "db.delete(people)" });
  const own = source("lib/people/change.ts", { text: "tx.update(people)" });
  expect(findTableBreaches([schema, own, cleanUp], rows)).toEqual([]);
  expect(findTableBreaches([schema, own, cleanUp, source("lib/agents/create.ts", { text })], rows)).toEqual([
    "lib/agents/create.ts: agents is not named as a writer of people (lib/README.md)",
  ]);
});

test("a room that is named for a table and does not write it is refused", () => {
  const own = source("lib/people/change.ts", { text: "tx.update(people)" });
  expect(findTableBreaches([schema, own], rows)).toEqual(["lib/README.md: jobs does not write people"]);
});
