const edits = "app/api/browser/approvals/edits.test.ts";
const races = "app/api/browser/approvals/edit-race.test.ts";
const fields = "lib/descriptors/edits/editable-fields.test.ts";

export default [
  {
    name: "an-edit-needs-rules-that-allow-it",
    file: "lib/approvals/edits/require-editable.ts",
    find: '  if (!safeguards.allowEdits) return "none";\n',
    replace: "",
    tests: [`${edits} > a rule that doesn't allow edits`],
  },
  {
    name: "an-edit-needs-an-agent-that-accepts-it",
    file: "lib/approvals/edits/require-editable.ts",
    find: 'return row.acceptsEdits ? "edit" : "suggest";',
    replace: 'return "edit";',
    tests: [`${edits} > a request of an agent that can't act on edits`],
  },
  {
    name: "one-edit-for-each-request",
    file: "lib/approvals/edits/require-editable.ts",
    find: "if (!row || row.editedBy !== null)",
    replace: "if (!row)",
    tests: [`${races} > of two people who edit`],
  },
  {
    name: "an-edit-is-of-the-action-it-was-made-for",
    file: "lib/approvals/edits/apply-edit.ts",
    find: "if (edit.from !== request.actionDigest)",
    replace: "if (edit.from === undefined)",
    tests: [`${races} > of two people who edit`],
  },
  {
    name: "policy-blocks-edited-actions",
    invariant: 2,
    file: "lib/approvals/edits/apply-edit.ts",
    find: 'if (outcome.kind === "cancelled") throw blocked(requestId, version);',
    replace: "",
    tests: [`${edits} > an edit to an action that policy blocks`],
  },
  {
    name: "an-edit-adds-requirements",
    invariant: 2,
    file: "lib/approvals/edits/apply-edit.ts",
    find: 'if (outcome.kind === "stricter")',
    replace: "if (outcome.kind === undefined)",
    tests: [`${edits} > an edit adds what policy requires`],
  },
  {
    name: "an-edit-voids-earlier-approvals",
    invariant: 20,
    file: "lib/approvals/edits/apply-edit.ts",
    find: "const ended = [sql`r.id = ${requestId}`];",
    replace: "const ended = [sql`false`];",
    tests: [`${edits} > approvals of the action before its edit`],
  },
  {
    name: "a-statement-is-of-the-current-action",
    invariant: 20,
    file: "lib/approvals/require-current-policy.ts",
    find: "if (statement.action_digest !== request.actionDigest)",
    replace: "if (statement.action_digest === undefined)",
    tests: [`${races} > a statement of the action before an edit`],
  },
  {
    name: "an-offered-edit-is-rolled-back",
    file: "db/dry-run.ts",
    find: "throw finished;",
    replace: "",
    tests: [`${edits} > an edit that is offered`],
  },
  {
    name: "numbers-are-only-lowered",
    file: "lib/descriptors/edits/number-control.ts",
    find: "if (compare(after, before) >= 0)",
    replace: "if (compare(after, before) > 999_999)",
    tests: [`${fields} > a higher number`, `${edits} > only the fields that the descriptor marks`],
  },
  {
    name: "only-marked-fields-are-edited",
    file: "lib/descriptors/edits/editable-fields.ts",
    find: "const value = field.editable ? valueAt",
    replace: "const value = field.path ? valueAt",
    tests: [`${fields} > a field that isn't editable`],
  },
];
