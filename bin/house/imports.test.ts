import { describe, expect, test } from "vitest";
import { findConditionBreaches } from "./conditions.ts";
import { findCycles } from "./cycles.ts";
import { findLayerBreaches } from "./layers.ts";
import { findRoomBreaches, type Row } from "./rooms.ts";
import { parseSource } from "./sources.ts";
import { findTableBreaches, type Tables } from "./tables.ts";

function source(file: string, { imports = [] as string[], text = "", isType = false } = {}) {
  const isTest = /\.test\.ts$/.test(file);
  return {
    ...{ file, text, isTest },
    imports: imports.map((target) => ({ specifier: `#${target}`, target, isType })),
  };
}

const order = (...names: string[]) => new Map([["lib", names]]);
const three = order("clock", "people", "agents");
const clock = source("lib/clock/now.ts");
const people = source("lib/people/lock.ts", { imports: ["lib/clock/now.ts"] });
const agents = source("lib/agents/create.ts", { imports: ["lib/people/lock.ts"] });
const schema = source("db/schema/people.ts", { text: 'export const people = pgTable(\n  "people", {' });
const tables: Tables = {
  owners: [["people", "`people`"]],
  others: [["people", "`membership` | the SQL of an invitation of `people`"]],
  orders: order("people", "membership", "agents"),
};
const imported = 'import { people } from "#db/schema/people";\n';

test("a room imports from the rooms above it in lib/README.md", () => {
  expect(findRoomBreaches([clock, people, agents], three)).toEqual([]);
});

test("an import from a room that comes later is refused, and named", () => {
  const upward = source("lib/people/lock.ts", { imports: ["lib/agents/create.ts"] });
  expect(findRoomBreaches([clock, upward, agents], three)).toEqual([
    "lib/people/lock.ts: people comes before agents, and must not import lib/agents/create.ts",
  ]);
});

test("a test may import from any room", () => {
  const upward = source("lib/people/lock.test.ts", { imports: ["lib/agents/create.ts"] });
  expect(findRoomBreaches([clock, upward, agents], three)).toEqual([]);
});

test("a room without a place in the order, and a place without a room, are refused", () => {
  const groups = source("lib/groups/create.ts");
  expect(findRoomBreaches([clock, people, groups], three)).toEqual([
    "lib/groups: not in the order of lib/README.md",
    "lib/README.md: there is no lib/agents",
  ]);
});

describe("a room with its own order", () => {
  const orders = new Map([
    ["lib", ["clock", "policy", "people"]],
    ["lib/policy", ["language", "engine", "file"]],
  ]);
  const language = source("lib/policy/language/rule.ts", { imports: ["lib/clock/now.ts"] });
  const engine = source("lib/policy/engine/load.ts", { imports: ["lib/policy/language/rule.ts"] });
  const person = source("lib/people/lock.ts", { imports: ["lib/policy/file/read.ts"] });
  const file = source("lib/policy/file/read.ts");
  const all = [clock, language, engine, person, file];

  test("is imported as a whole, and may have code for tests outside its folders", () => {
    const testing = source("lib/policy/testing/judge.ts", { imports: ["lib/policy/file/read.ts"] });
    expect(findRoomBreaches([...all, testing], orders)).toEqual([]);
  });

  test("refuses an import from one of its folders that comes later", () => {
    const upward = source("lib/policy/language/rule.ts", { imports: ["lib/policy/engine/load.ts"] });
    expect(findRoomBreaches([clock, upward, engine, person, file], orders)).toEqual([
      "lib/policy/language/rule.ts: language comes before engine, and must not import lib/policy/engine/load.ts",
    ]);
  });

  test("refuses an import from a room that comes after it", () => {
    const upward = source("lib/policy/file/read.ts", { imports: ["lib/people/lock.ts"] });
    expect(findRoomBreaches([clock, language, engine, source("lib/people/lock.ts"), upward], orders)).toEqual(
      ["lib/policy/file/read.ts: policy comes before people, and must not import lib/people/lock.ts"],
    );
  });

  test("lists each of its folders and files, and nothing else", () => {
    const unlisted = [source("lib/policy/words/describe.ts"), source("lib/policy/compare.ts")];
    const more = new Map([...orders, ["lib/policy", ["language", "engine", "file", "replay"]]]);
    expect(findRoomBreaches([...all, ...unlisted], more)).toEqual([
      "lib/policy/words: not in the order of lib/policy/README.md",
      "lib/policy/compare: not in the order of lib/policy/README.md",
      "lib/policy/README.md: there is no lib/policy/replay",
    ]);
  });

  test("is named with the folder that writes a table", () => {
    const writer = source("lib/policy/file/read.ts", { text: `${imported}tx.update(people)` });
    const found = (owner: string) =>
      findTableBreaches([schema, writer], { owners: [["people", owner]], others: [], orders });
    expect(found("`policy/file`")).toEqual([]);
    expect(found("`policy`")).toEqual([
      "lib/policy/file/read.ts: policy/file is not named as a writer of people (db/README.md)",
      "db/README.md: policy does not write people",
    ]);
  });
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
    source("lib/people/a.ts", { imports: ["app/runtime/runtime.ts"] }),
    { ...source("lib/people/b.ts"), imports: [{ specifier: "react", target: undefined, isType: false }] },
  ]);
  expect(found).toEqual([
    "lib/people/a.ts: lib must not import from app (#app/runtime/runtime.ts)",
    "lib/people/b.ts: lib must not import react",
  ]);
});

test("a condition on test agents or test requests is refused outside lib/test-agents/conditions.ts", () => {
  const conditions = [
    "sql`from agents a where not a.is_test`",
    "sql`select id from agents where is_test`",
    "and(not(agents.isTest))",
    "sql`r.edge is distinct from 'test'`",
    "sql`edge = 'test'`",
  ];
  const found = conditions.map((text) => findConditionBreaches([source("lib/agents/list.ts", { text })]));
  const breach =
    "lib/agents/list.ts: take the condition on test agents and test requests from lib/test-agents/conditions.ts";
  expect(found).toEqual(conditions.map(() => [breach]));
  const selects = "sql`select a.is_test, r.edge from agents a` || agent.isTest";
  expect(findConditionBreaches([source("lib/agents/list.ts", { text: selects })])).toEqual([]);
});

test("a condition on a person's role is refused outside lib/people/active.ts", () => {
  const condition = { text: "sql`p.status = 'active' and 'approver' = any(p.roles)`" };
  expect(findConditionBreaches([source("lib/people/active.ts", condition)])).toEqual([]);
  expect(findConditionBreaches([source("lib/people/list.test.ts", condition)])).toEqual([]);
  expect(
    findConditionBreaches([
      source("lib/people/list.ts", condition),
      source("app/find.ts", { text: "sql`'admin'=ANY (roles)`" }),
    ]),
  ).toEqual([
    "lib/people/list.ts: take the condition on a role from lib/people/active.ts",
    "app/find.ts: take the condition on a role from lib/people/active.ts",
  ]);
});

test("product code imports nothing that is for tests", () => {
  const product = source("lib/people/a.ts", { imports: ["lib/people/testing/people.ts"] });
  expect(findLayerBreaches([product])).toEqual([
    "lib/people/a.ts: only tests may import lib/people/testing/people.ts",
  ]);
});

test.each([
  ["after a comment with an apostrophe", 'import {\n  a, // don\'t move\n} from "#app/runtime/runtime";'],
  ["through an expression", "const a = await import(name);"],
  ["from outside the layers", 'import { a } from "../../server.ts";'],
])("an import %s is seen", (_, text) => {
  expect(findLayerBreaches([parseSource("lib/people/a.ts", text)])).toHaveLength(1);
});

test.each([
  ["through drizzle", `${imported}await tx.update(people).set({ name })`],
  ["under another name", 'import { people as rows } from "#db/schema/people";\ntx.delete(rows)'],
  ["in a savepoint", `${imported}tx.transaction((point) => point.delete(people))`],
  ["by a receiver of any name, over several lines", `${imported}trx\n  .update(\n    people,\n  )`],
  ["as a member of an object", "trx.delete(x.people)"],
  [
    "as a member of the imported schema",
    'import * as t from "#db/schema/people";\ntrx.update(t.people).set({ name })',
  ],
  ["from a relative import", 'import { people } from "../../db/schema/people.ts";\ntrx.insert(people)'],
  ["in SQL with a member of the schema", `sql\`delete from \${t.people} where id = 1\``],
  ["in SQL with the table's object", `${imported}sql\`delete from \${people} where id = 1\``],
  ["in plain SQL", "sql`insert into people (id) values (1)`"],
  ["in quoted SQL", 'sql`update only "people" set a = 1`'],
  ["by truncation", "sql`truncate people`"],
])("a write of a table %s is refused to a room that does not own it", (_, text) => {
  const invite = source("lib/membership/invite.ts", { text: `${imported}db.insert(people)` });
  const own = source("lib/people/change.ts", { text: `${imported}tx.update(people)` });
  expect(findTableBreaches([schema, own, invite], tables)).toEqual([]);
  expect(findTableBreaches([schema, own, invite, source("lib/agents/create.ts", { text })], tables)).toEqual([
    "lib/agents/create.ts: agents is not named as a writer of people (db/README.md)",
  ]);
});

test.each([
  ["a set of people", "seen.delete(person.id)"],
  ["a hash", "createHash('sha256').update(bytesOf(row.people))"],
  ["a route", 'people.delete("/people/:id", handle)'],
])("a call on %s is no write of a table", (_, text) => {
  const own = source("lib/people/change.ts", { text: `${imported}tx.update(people)` });
  const other = source("lib/agents/create.ts", { text: `${imported}${text}` });
  expect(findTableBreaches([schema, own, other], { ...tables, others: [] })).toEqual([]);
});

test("a write of a table that cannot be told from the file is refused", () => {
  const unclear = source("lib/people/change.ts", {
    text: `${imported}tx.update(tableOf(kind)); tx.update(people)`,
  });
  expect(findTableBreaches([schema, unclear], { ...tables, others: [] })).toEqual([
    "lib/people/change.ts: name the table that is written, not “tableOf(kind”",
  ]);
});

test("a room that is named for a table and does not write it is refused", () => {
  const own = source("lib/people/change.ts", { text: `${imported}tx.update(people)` });
  expect(findTableBreaches([schema, own], tables)).toEqual([
    "db/README.md: membership does not write people",
  ]);
});

test.each<[string, Row[], Row[]]>([
  ["two owners", [["people", "`people`, `membership`"]], []],
  [
    "two owners in two rows",
    [
      ["people", "`people`"],
      ["people", "`membership`"],
    ],
    [],
  ],
  ["no owner", [], [["people", "`people`, `membership` | the SQL of an invitation"]]],
])("a table with %s is refused", (_, owners, others) => {
  const write = { text: `${imported}tx.update(people)` };
  const sources = [schema, source("lib/people/change.ts", write), source("lib/membership/invite.ts", write)];
  expect(findTableBreaches(sources, { ...tables, owners, others })).toEqual([
    "db/README.md: name one owner of people, and other writers with the reason",
  ]);
});

test("the client imports its own files and jose alone, and lib may import it", () => {
  const own = source("client/src/tool.ts", { imports: ["client/src/keys.ts"] });
  const outside = (specifier: string) => ({ specifier, target: undefined, isType: false });
  const jose = { ...own, imports: [...own.imports, outside("jose")] };
  expect(findLayerBreaches([jose])).toEqual([]);
  expect(
    findLayerBreaches([
      { ...own, imports: [outside("express")] },
      { ...own, imports: [outside("node:crypto")] },
      source("client/src/tool.ts", { imports: ["lib/json/canonical.ts"] }),
      source("lib/json/canonical.ts", { imports: ["client/src/json/canonical.ts"] }),
    ]),
  ).toEqual([
    "client/src/tool.ts: client must not import express",
    "client/src/tool.ts: client must not import node:crypto",
    "client/src/tool.ts: client must not import from lib (#lib/json/canonical.ts)",
  ]);
});
