const history = "Rewriting history";

export default [
  {
    name: "agents-are-kept",
    invariant: history,
    file: "db/migrations/0073_request_agents.sql",
    find: 'BEFORE DELETE OR TRUNCATE ON "agents"',
    replace: 'BEFORE TRUNCATE ON "agents"',
    tests: ["lib/audit/append-only.test.ts > the database itself refuses to remove rows of"],
  },
  {
    name: "events-are-append-only",
    invariant: history,
    file: "db/migrations/0001_guards.sql",
    find: 'BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"',
    replace: 'BEFORE TRUNCATE ON "audit_events"',
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "approvals-are-append-only",
    invariant: history,
    file: "db/migrations/0001_guards.sql",
    find: 'BEFORE UPDATE OR DELETE OR TRUNCATE ON "approvals"',
    replace: 'BEFORE TRUNCATE ON "approvals"',
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "policy-versions-are-append-only",
    invariant: history,
    file: "db/migrations/0001_guards.sql",
    find: 'BEFORE UPDATE OR DELETE OR TRUNCATE ON "policy_versions"',
    replace: 'BEFORE TRUNCATE ON "policy_versions"',
    tests: ["lib/audit/append-only.test.ts"],
  },
  {
    name: "decisions-of-a-request-by-its-index",
    invariant: 23,
    file: "db/migrations/0084_approvals_by_request.sql",
    find: 'CREATE INDEX "approvals_request" ON "approvals" USING btree ("request_id");',
    replace: "SELECT 1;",
    tests: ["lib/approvals/eligible-approvers-plan.test.ts > the approvers of a request"],
  },
];
