const confirming = "lib/two-admins/confirm-proposal.test.ts";
const loosening = "lib/two-admins/loosening.test.ts";

export default [
  {
    name: "proposer-does-not-confirm",
    invariant: 18,
    file: "lib/two-admins/confirm-proposal.ts",
    find: "  await requireTwo(tx, proposer, { personId: actor.personId, credentialId: confirmedWith });\n",
    tests: [`${confirming} > is not made by a passkey that its proposer could hold`],
  },
  {
    name: "proposer-still-an-admin",
    invariant: 17,
    file: "lib/two-admins/confirm-proposal.ts",
    find: "  if (!admins.has(proposal.proposedBy)) throw notOpen(proposalId);\n",
    tests: [`${confirming} > waits for its proposer's suspension`],
  },
  {
    name: "confirmer-still-an-admin",
    invariant: "One admin alone loosens control",
    file: "lib/two-admins/confirm-proposal.ts",
    find: "  if (!admins.has(actor.personId)) throw notAnAdmin(actor.personId);\n",
    tests: [`${confirming} > is not made by an admin who was suspended`],
  },
  {
    name: "proposal-payload-is-the-digest",
    invariant: "One admin alone loosens control",
    file: "lib/two-admins/confirm-proposal.ts",
    find: "  if (proposalDigest(proposal.change) !== digest) throw notOpen(proposalId);\n",
    tests: [`${confirming} > is confirmed by the digest that was looked at`],
  },
  {
    name: "proposal-is-open-once",
    invariant: "One admin alone loosens control",
    file: "lib/two-admins/confirm-proposal.ts",
    find: "  if (closed.length === 0) throw notOpen(proposalId);\n",
    tests: [`${confirming} > is not made twice`, `${confirming} > is made once`, `${confirming} > expires`],
  },
  {
    name: "proposals-end-with-the-suspension",
    invariant: 17,
    file: "lib/directory/offboard.ts",
    find: "  await withdrawProposalsOf(tx, { personId, actor, now });\n",
    tests: [`${confirming} > ends with its proposer's suspension`],
  },
  {
    name: "proposals-end-with-the-role",
    invariant: 17,
    file: "lib/directory/apply-roles.ts",
    find: "  await withdrawProposalsOf(tx, { personId, actor, now });\n",
    tests: [`${confirming} > ends with its proposer's role of admin`],
  },
  {
    name: "labels-unchanged-since-proposed",
    invariant: "One admin alone loosens control",
    file: "lib/agents/set-labels.ts",
    find: "seen === undefined || isSameSet(seen, before)",
    replace: "true",
    tests: [
      `${confirming} > is not made over a change`,
      `${confirming} > is not made when the object changed`,
    ],
  },
  ...[
    ["labels", "lib/agents/set-labels.ts", "needsTwo && labelsLoosen(", "change the labels"],
    ["backups", "lib/agents/set-backups.ts", "needsTwo && fresh.length > 0", "add a backup approver"],
    ["members", "lib/directory/change-members.ts", "needsTwo && added.length > 0", "add a member"],
    ["delegate", "lib/directory/name-delegate.ts", "if (needsTwo)", "name a delegate"],
    ["tool", "lib/agents/register-tool.ts", "if (needsTwo)", "register a tool"],
    ["roles", "lib/directory/change-roles.ts", "await requiresSecondAdmin(tx, change)", "give the role"],
    [
      "invitation",
      "lib/directory/invite-person.ts",
      "(await requiresSecondAdmin(tx, invitation))",
      "invite an approver",
    ],
    [
      "invitation-again",
      "lib/directory/invite-person.ts",
      "needsTwo && canApproveOrAdminister(roles)",
      "another invitation link",
    ],
    [
      "reinstatement",
      "lib/directory/reinstate-person.ts",
      'needsTwo && status === "suspended"',
      "reactivate an approver",
    ],
    [
      "recovery",
      "lib/directory/issue-recovery.ts",
      "needsTwo && canApproveOrAdminister(roles)",
      "create a recovery link",
    ],
  ].map(([what, file, find, test]) => ({
    name: `two-admins-for-${what}`,
    invariant: "One admin alone loosens control",
    file,
    find,
    replace: find.replace(/needsTwo|\(?await requiresSecondAdmin\(tx, \w+\)\)?/, "false"),
    tests: [`${loosening} > ${test}`],
  })),
];
