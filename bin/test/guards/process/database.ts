const history = "Rewriting history";
const baseline = "db/migrations/0000_baseline.sql";

export default [
  {
    name: "agents-are-kept",
    invariant: history,
    file: baseline,
    find: "BEFORE DELETE OR TRUNCATE ON agents",
    replace: "BEFORE TRUNCATE ON agents",
    tests: ["lib/audit/append-only.test.ts > the database itself refuses to remove rows of"],
  },
  {
    name: "events-are-append-only",
    invariant: history,
    file: baseline,
    find: "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events",
    replace: "BEFORE TRUNCATE ON audit_events",
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "approvals-are-append-only",
    invariant: history,
    file: baseline,
    find: "BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals",
    replace: "BEFORE TRUNCATE ON approvals",
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "policy-versions-are-append-only",
    invariant: history,
    file: baseline,
    find: "BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_versions",
    replace: "BEFORE TRUNCATE ON policy_versions",
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "decisions-of-a-request-by-its-index",
    invariant: 23,
    file: baseline,
    find: "CREATE INDEX approvals_request ON approvals (request_id);",
    replace: "SELECT 1;",
    tests: ["lib/approvals/eligible-approvers-plan.test.ts > the approvers of a request"],
  },
  {
    name: "no-release-opens-an-unknown-database",
    invariant: "A database of another version",
    file: "db/migrate.ts",
    find: "    await requireKnownMigrations(client, readMigrationFiles({ migrationsFolder }));\n",
    tests: ["db/known-migrations.test.ts", "app/process/database.test.ts"],
  },
  {
    name: "migrations-are-known-by-content",
    invariant: "A database of another version",
    file: "db/known-migrations.ts",
    find: "entry.hash === known[n]?.hash && ",
    tests: ["db/known-migrations.test.ts > a database that no release made"],
  },
  {
    name: "no-release-opens-a-newer-database",
    invariant: "A database of another version",
    file: "db/known-migrations.ts",
    find: '  if (applied.length > known.length) throw new UnknownDatabaseError("newer");\n',
    tests: ["db/known-migrations.test.ts > a database that a newer release migrated"],
  },
];
