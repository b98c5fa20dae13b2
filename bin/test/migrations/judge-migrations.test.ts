import { describe, expect, test } from "vitest";
import { judgeMigrations } from "./judge-migrations.ts";

const baseline = { tag: "0000_baseline", text: "CREATE TABLE tools (id text);" };
const stopped = {
  tag: "0001_note_unused",
  text: "-- requires: 0000_baseline\nALTER TABLE tools ADD COLUMN a text;",
};
const breakpoint = "\n--> statement-breakpoint\n";

/** The faults of a migration with these statements, after a release. */
function faultsOf(statements: string[], { header = "", earlier = [] as string[] } = {}): string[] {
  const text = (all: string[]) => `-- requires: 0001_note_unused\n${header}${all.join(breakpoint)}`;
  const migrations = [...earlier.map((each) => [each]), statements];
  const later = migrations.map((each, n) => ({ tag: `000${n + 2}_next`, text: text(each) }));
  return judgeMigrations([baseline, stopped, ...later], [baseline, stopped]);
}

const fillIn = (limit = "$2", more = "") =>
  `WITH batch AS (SELECT id FROM tools WHERE id > $1 ORDER BY id LIMIT ${limit}), changed AS (
    UPDATE tools SET note = name FROM batch WHERE tools.id = batch.id${more}) SELECT max(id) AS last FROM batch;`;
const buildIndex = ["DROP INDEX CONCURRENTLY IF EXISTS i;", "CREATE INDEX CONCURRENTLY i ON tools (name);"];
const newFunction =
  "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN NULL;\nEND $$;";
const trigger = "CREATE TRIGGER t BEFORE INSERT ON tools FOR EACH ROW EXECUTE FUNCTION f();";
const kept = "-- kept since: 0001_note_unused\n";

describe("a migration may", () => {
  test.each<[string, string[]]>([
    ["create tables", ["CREATE TABLE a (id text PRIMARY KEY, tool_id text REFERENCES tools (id));"]],
    [
      "add indexes to tables that it creates",
      ["CREATE TABLE a (id text);", "CREATE UNIQUE INDEX i ON a (id);"],
    ],
    [
      "add constraints and rows to tables that it creates",
      [
        'CREATE TABLE "a" ("id" text);',
        'ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "public"."tools"("id") ON DELETE no action;',
        "INSERT INTO a (id) VALUES ('1');",
      ],
    ],
    ["add a column", ['ALTER TABLE "tools" ADD COLUMN "note" text;']],
    ["add a column with a constant", ["ALTER TABLE tools ADD COLUMN n numeric(10, 2) DEFAULT 0 NOT NULL;"]],
    [
      "add a column with an empty list",
      ["ALTER TABLE tools ADD COLUMN n text[] NOT NULL DEFAULT '{}'::text[];"],
    ],
    ["add a time", ["ALTER TABLE tools ADD COLUMN at timestamp with time zone DEFAULT now() NOT NULL;"]],
    [
      "add what differs between databases",
      ["ALTER TABLE tools ADD COLUMN f text DEFAULT database_fence() NOT NULL;"],
    ],
    ["say that something is unused, and change nothing", ["-- No release reads tools.note."]],
    ["validate constraints", ["ALTER TABLE tools VALIDATE CONSTRAINT c;"]],
    [
      "say after how many new rows a table is vacuumed",
      [
        "ALTER TABLE tools SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 9);",
      ],
    ],
    ["set a default", ["ALTER TABLE tools ALTER COLUMN note SET DEFAULT 'none';"]],
    ["build an index without a lock that calls wait for", buildIndex],
    ["fill rows in batches", [fillIn(), fillIn("$2", " AND note IS NULL")]],
    ["add a function", [newFunction]],
    [
      "add a trigger to a table that it creates",
      ["CREATE TABLE a (id text);", trigger.replace("tools", "a")],
    ],
  ])("%s", (_, statements) => {
    expect(faultsOf(statements)).toEqual([]);
  });

  test("replace an index that no release has, and no other", () => {
    const created = {
      tag: "0001_note_unused",
      text: `${stopped.text}\nCREATE UNIQUE INDEX "I" ON tools (note);`,
    };
    const next = {
      tag: "0002_next",
      text: `-- requires: 0001_note_unused\n-- unused since: 0001_note_unused\n${buildIndex.join(breakpoint)}`,
    };
    expect(faultsOf(buildIndex, { earlier: [buildIndex.join(breakpoint)] })).toEqual([]);
    expect(judgeMigrations([baseline, created, next], [baseline, created])).toEqual([
      expect.stringContaining("0002_next has a statement that can block asks"),
    ]);
  });

  test("set a column not null after a check of it was validated", () => {
    const check = "ALTER TABLE tools ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID;";
    const set = ["ALTER TABLE tools ALTER COLUMN note SET NOT NULL;"];
    const validated = "ALTER TABLE tools VALIDATE CONSTRAINT c;";
    const refused = [expect.stringContaining("can block asks")];
    expect(faultsOf(set, { header: kept, earlier: [check, validated] })).toEqual([]);
    expect(faultsOf(set, { header: kept, earlier: [check] })).toEqual(refused);
    const other = [check.replaceAll("note", "name"), validated];
    expect(faultsOf(set, { header: kept, earlier: other })).toEqual(refused);
  });
});

describe("a migration may refuse rows only of which a released migration says that none is written:", () => {
  const check = "ALTER TABLE tools ADD CONSTRAINT c CHECK (false) NOT VALID;";
  test.each<[string, string[]]>([
    ["a check, also while it isn't validated", [check]],
    ["a check that replaces another", ["ALTER TABLE tools DROP CONSTRAINT c;", check]],
    [
      "a foreign key",
      ["ALTER TABLE tools ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES agents (id) NOT VALID;"],
    ],
    ["a unique index", buildIndex.map((each) => each.replace("CREATE", "CREATE UNIQUE"))],
    ["a unique constraint", ["ALTER TABLE tools ADD CONSTRAINT c UNIQUE USING INDEX i;"]],
    ["a trigger", [trigger]],
    [
      "a trigger on another table than it names",
      ["CREATE TABLE a (id text);", trigger.replace("ROW", "ROW WHEN (x ON a y)")],
    ],
  ])("%s", (_, statements) => {
    const since = (tag: string) => ({ header: `-- kept since: ${tag}\n` });
    const fault = expect.stringContaining("kept since");
    expect(faultsOf(statements)).toContainEqual(fault);
    expect(faultsOf(statements, since("0002_next"))).toContainEqual(fault);
    expect(faultsOf(statements, since("0001_note_unused"))).toEqual([]);
  });
});

describe("a migration may take away only what a released migration says is unused:", () => {
  test.each([
    "ALTER TABLE tools DROP COLUMN note;",
    "ALTER TABLE tools DROP CONSTRAINT c;",
    "ALTER TABLE tools ALTER COLUMN note DROP NOT NULL;",
    "ALTER TABLE tools ALTER COLUMN note DROP DEFAULT;",
    "DROP TABLE tools;",
    "DROP FUNCTION f();",
    "DROP TRIGGER t ON tools;",
    "DROP INDEX CONCURRENTLY IF EXISTS i;",
    newFunction.replace("CREATE", "CREATE OR REPLACE"),
  ])("%s", (statement) => {
    const since = (tag: string) => ({ header: `-- unused since: ${tag}\n` });
    expect(faultsOf([statement])).toEqual([expect.stringContaining("unused since")]);
    expect(faultsOf([statement], since("0002_next"))).toEqual([expect.stringContaining("unused since")]);
    expect(faultsOf([statement], since("0001_note_unused"))).toEqual([]);
  });
});

describe("a migration can't", () => {
  test.each<[string, string[]]>([
    ["build an index under a lock", ["CREATE INDEX i ON tools (name);"]],
    ["build an index that an interrupted attempt left", ["CREATE INDEX CONCURRENTLY i ON tools (name);"]],
    ["drop one index and build another", ["DROP INDEX CONCURRENTLY IF EXISTS j;", buildIndex[1] ?? ""]],
    ["drop an index under a lock", ["DROP INDEX i;"]],
    ["add a constraint that is checked under a lock", ["ALTER TABLE tools ADD CONSTRAINT c CHECK (n > 0);"]],
    [
      "add a foreign key that is checked under a lock",
      ["ALTER TABLE tools ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES agents (id);"],
    ],
    ["add a constraint that builds an index", ["ALTER TABLE tools ADD CONSTRAINT c UNIQUE (name);"]],
    ["set a column not null unchecked", ["ALTER TABLE tools ALTER COLUMN note SET NOT NULL;"]],
    ["change a type", ["ALTER TABLE tools ALTER COLUMN n TYPE bigint;"]],
    ["add a column that rows don't have", ["ALTER TABLE tools ADD COLUMN note text NOT NULL;"]],
    [
      "add a column that differs in each row",
      ["ALTER TABLE tools ADD COLUMN r uuid DEFAULT gen_random_uuid();"],
    ],
    ["add a serial", ["ALTER TABLE tools ADD COLUMN n bigserial;"]],
    ["add a computed column", ["ALTER TABLE tools ADD COLUMN n text GENERATED ALWAYS AS (name) STORED;"]],
    ["add a unique column", ["ALTER TABLE tools ADD COLUMN n text UNIQUE;"]],
    ["add a checked column", ["ALTER TABLE tools ADD COLUMN n integer CHECK (n > 0);"]],
    [
      "hide an action behind another",
      ["ALTER TABLE tools ADD COLUMN n integer, ALTER COLUMN m TYPE bigint;"],
    ],
    ["hide a statement behind another", ["ALTER TABLE tools ADD COLUMN n integer; DROP TABLE agents;"]],
    [
      "hide a statement behind a comment",
      ["ALTER TABLE tools ADD COLUMN n text DEFAULT '--\n'; DROP TABLE agents;"],
    ],
    ["turn vacuum off", ["ALTER TABLE tools SET (autovacuum_enabled = false);"]],
    ["rename a table", ["ALTER TABLE tools RENAME TO t;"]],
    ["rename a column", ["ALTER TABLE tools RENAME COLUMN note TO n;"]],
    ["drop what others depend on", ["DROP TABLE tools CASCADE;"]],
    ["lock a table", ["LOCK TABLE tools;"]],
    ["change all rows in one statement", ["UPDATE tools SET note = name;"]],
    ["change rows of existing tables", ["INSERT INTO tools (id) VALUES ('1');"]],
    ["delete rows", ["DELETE FROM tools;"]],
    ["fill a table from another", ["CREATE TABLE a AS SELECT * FROM tools;"]],
    ["say how many rows a batch has", [fillIn("100000")]],
    ["skip all filled rows in one statement", [fillIn().replace("$1", "$1 AND note IS NULL")]],
    ["hide a statement in a batch", [fillIn("$2", "), gone AS (DELETE FROM agents WHERE true")]],
    ["fill rows without an end", [fillIn().replace("id > $1", "note IS NULL")]],
    ["do something unknown", ["REINDEX TABLE tools;"]],
    ["run code that isn't read", ["DO $$ BEGIN DROP TABLE tools; END $$;"]],
  ])("%s", (_, statements) => {
    const header = `-- unused since: 0001_note_unused\n${kept}`;
    const [fault, ...others] = faultsOf(statements, { header });
    expect(fault).toContain("0002_next has a statement that can block asks");
    expect(others.length).toBeLessThan(2);
  });

  test("mix statements of one transaction with statements that run alone", () => {
    expect(faultsOf(["ALTER TABLE tools ADD COLUMN n text;", ...buildIndex])).toEqual([
      "0002_next mixes statements of one transaction with statements that run alone: split it",
    ]);
  });

  test("admit more releases than the one before, or none", () => {
    for (const header of ["", "-- requires: 0000_baseline\n"])
      expect(
        judgeMigrations(
          [baseline, stopped, { tag: "0002_next", text: `${header}CREATE TABLE a (id text);` }],
          [baseline, stopped],
        ),
      ).toEqual([expect.stringContaining('needs the line "-- requires: 0001_note_unused"')]);
  });
});

test("a released migration never changes", () => {
  const edited = { ...stopped, text: `${stopped.text}\n` };
  const fault = "0001_note_unused was released, and has changed since";
  expect(judgeMigrations([baseline, edited], [baseline, stopped])).toEqual([fault]);
  expect(judgeMigrations([baseline], [baseline, stopped])).toEqual([fault]);
});
