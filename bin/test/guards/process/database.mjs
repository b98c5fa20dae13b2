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
];
