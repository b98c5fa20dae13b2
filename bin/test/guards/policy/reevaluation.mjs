export default [
  {
    name: "labels-apply-to-pending",
    invariant: 19,
    file: "lib/agents/labels/set-labels.ts",
    find: "    await reevaluatePending(tx, { version, agentId, actor: by, now });\n",
    tests: ["app/api/agent/labels.test.ts > labels under which the policy blocks"],
  },
  {
    name: "labels-at-every-approval",
    invariant: 19,
    file: "lib/approvals/require-current-policy.ts",
    find: "  const version = await currentPolicyVersion(tx);\n",
    replace:
      "  const version = await currentPolicyVersion(tx);\n  if (version === request.policyVersion) return judgeAgain(tx, { ...request, agentId: '' }, version, now);\n",
    tests: ["app/api/agent/labels.test.ts > each approval evaluates the request again"],
  },
  {
    name: "shorter-life-applies-to-pending",
    invariant: 19,
    file: "lib/publishing/reevaluate.ts",
    find: ' expires_at = least(r.expires_at, c."expiresAt"),',
    tests: ["lib/publishing/publish-pending.test.ts > expires sooner"],
  },
];
