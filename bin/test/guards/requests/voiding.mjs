const tests = (describe) => [`app/api/agent/taken-authority.test.ts > ${describe}`];

export default [
  {
    name: "expired-grants-are-not-open",
    invariant: 8,
    file: "lib/voiding/open-grant.ts",
    find: " and ${expiresAt} > ${now.toISOString()}::timestamptz",
    tests: ["lib/voiding/void-authority.test.ts > a grant that expired more than ten minutes ago"],
  },
  {
    name: "grants-revoked-for-slower-clocks",
    invariant: 8,
    file: "lib/voiding/open-grant.ts",
    find: "const clockMarginSeconds = 600;",
    replace: "const clockMarginSeconds = 0;",
    tests: ["app/api/agent/void-approvals.test.ts > a grant revoked a second after its expiry"],
  },
  {
    name: "void-on-offboarding",
    invariant: 17,
    file: "lib/membership/offboarding/offboard.ts",
    find: `  await voidPendingApprovals(tx, {
    ended: allApprovalsOf(personId),
    reason: "approver_inactive",
    actor,
    now,
  });
`,
    tests: tests("a suspension"),
  },
  {
    name: "void-on-leaving-a-group",
    invariant: 17,
    file: "lib/groups/change-members.ts",
    find: '    await voidPendingApprovals(tx, { ended, reason: "left_group", actor: by, now });\n',
    tests: tests("a removal from the group"),
  },
  {
    name: "void-on-leaving-a-group-by-scim",
    invariant: 17,
    file: "lib/provisioning/scim/groups/save-members.ts",
    find: '    await voidPendingApprovals(tx, { ended, reason: "left_group", actor, now });\n',
    tests: tests("a removal from the group by SCIM"),
  },
  {
    name: "void-on-removal-of-a-backup",
    invariant: 17,
    file: "lib/agents/set-backups.ts",
    find: "    await voidAsBackups(tx, { agentId, removed, actor: by, now });\n",
    tests: tests("a removal as backup approver"),
  },
  {
    name: "void-on-revoked-delegation",
    invariant: 17,
    file: "lib/delegations/end-delegations.ts",
    find: '      return voidPendingApprovals(tx, { ended: approvals, reason: "delegation_ended", actor: by, now });\n',
    replace: "      return;\n",
    tests: tests("a revoked delegation makes the delegate's approval void"),
  },
  {
    name: "void-on-recovery",
    invariant: 17,
    file: "lib/voiding/void-by-passkeys.ts",
    find: "  await voidPendingApprovals(tx, { ended, reason, actor, now });\n",
    tests: tests("after a recovery the person decides again"),
  },
];
