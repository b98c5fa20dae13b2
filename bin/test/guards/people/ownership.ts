const acceptingOne = "lib/ownership/offers/accept-one-offer.test.ts";
const accepting = ["lib/ownership/offers/accept-offers.test.ts", acceptingOne];
const acceptingAtOnce = "lib/ownership/offers/at-once.test.ts";
const keys = "app/api/browser/ownership-keys.test.ts";
const confirming = "lib/ownership/attestation/attest.test.ts";

export default [
  {
    name: "challenge-is-used-once",
    invariant: 4,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        isNull(challenges.usedAt),\n        gt(",
    replace: "        gt(",
    tests: [...accepting, "app/api/browser/ownership.test.ts", confirming],
  },
  {
    name: "challenge-of-this-person",
    invariant: 3,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        eq(challenges.personId, personId),\n",
    tests: [`${acceptingOne} > another person's attempt with the signature`],
  },
  {
    name: "seal-of-the-statement",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/challenge.ts",
    find: "if (!isSealed(secret, statement, seal))",
    replace: "if (!isSealed(secret, statement, seal) && Date.now() < 0)",
    tests: [...accepting, "app/api/browser/ownership.test.ts", confirming],
  },
  {
    name: "own-passkey",
    invariant: "Another person's passkey in the owner's session",
    file: "lib/passkeys/verify-own-passkey.ts",
    find: "if (passkeyRow?.personId !== personId)",
    replace: "if (!passkeyRow)",
    tests: [`${acceptingOne} > another person's passkey over the statement`],
  },
  {
    name: "statement-is-for-the-signer",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/offers/accept-offers.ts",
    find: "if (statement.new_owner !== personId)",
    replace: "if (statement.new_owner === '')",
    tests: [`${acceptingOne} > a statement for another person`],
  },
  {
    name: "offer-is-of-this-agent-to-this-person",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/offers/accept-offers.ts",
    find: "offer?.toPersonId === statement.new_owner && offer.agentId === listed.agent",
    replace: "offer?.toPersonId === statement.new_owner || offer?.agentId === listed.agent",
    tests: [`${acceptingOne} > a statement with an offer`],
  },
  {
    name: "agent-is-as-it-was-read",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/offers/accept-offers.ts",
    find: "  return changeSince({ ownerId, ownerEpoch, name, labels }, agent);\n",
    replace: "  void changeSince({ ownerId, ownerEpoch, name, labels }, agent);\n  return undefined;\n",
    tests: accepting,
  },
  {
    name: "policy-is-as-it-was-read",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/offers/accept-offers.ts",
    find: "if (policyVersion !== statement.authority.policy_version)",
    replace: "if (policyVersion < 0)",
    tests: accepting,
  },
  {
    name: "offer-is-open",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    find: '  if (offer.state === "withdrawn") return "is no longer offered to you";\n',
    tests: [...accepting, acceptingAtOnce],
  },
  {
    name: "offer-is-not-declined",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    find: '  if (offer.state === "declined") return "was declined";\n',
    tests: accepting,
  },
  {
    name: "offer-expires",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    find: 'offer.state === "expired" || offer.expiresAt <= now',
    replace: 'offer.state === "expired"',
    tests: accepting,
  },
  {
    name: "new-owner-is-an-active-approver",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    find: "  insistOnApprovers(activeRoles, [statement.new_owner]);\n",
    replace: "  void insistOnApprovers;\n",
    tests: [`${acceptingOne} > a new owner who is no longer an approver`],
  },
  {
    name: "new-owner-is-locked",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    edits: [
      { find: "lockAccess(tx, [statement.new_owner, ...makers", replace: "lockAccess(tx, [...makers" },
      {
        find: "  insistOnApprovers(activeRoles, [statement.new_owner]);\n",
        replace: "  void insistOnApprovers;\n",
      },
    ],
    tests: [acceptingAtOnce, "lib/ownership/at-once.test.ts"],
  },
  {
    name: "offered-agents-are-as-they-were-read",
    invariant: "An agent is handed to a person who does not know",
    file: "lib/ownership/offers/accept-offers.ts",
    find: "  if (changed.length > 0) throw listChanged(statement.agents.length, changed);\n",
    replace: "  void listChanged;\n",
    tests: accepting,
  },
  {
    name: "keys-are-revoked-unless-kept",
    invariant: 8,
    file: "lib/lifecycle/change-owner.ts",
    find: '  await revokeKeysOf(tx, withoutKeys, { actor: by, reason: "owner_changed", now });\n',
    replace: "  void [revokeKeysOf, withoutKeys];\n",
    tests: [keys],
  },
  {
    name: "keys-are-compared",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    find: '(isKeyed ? undefined : "has different keys")',
    replace: '(isKeyed || now ? undefined : "has different keys")',
    tests: [keys],
  },
  {
    name: "keys-are-read-under-the-agents-lock",
    invariant: 8,
    file: "lib/ownership/offers/accept-offers.ts",
    edits: [
      {
        find: "  const keysOf = await listActiveKeys(tx, agentIds, new Date(statement.issued_at));\n",
        replace: "",
      },
      {
        find: "  const lockedAgents = await tx\n",
        replace:
          "  const keysOf = await listActiveKeys(tx, agentIds, new Date(statement.issued_at));\n" +
          "  const lockedAgents = await tx\n",
      },
    ],
    tests: [keys],
  },
  {
    name: "confirmed-agents-are-as-they-were-read",
    invariant: "Owners forget what they own",
    file: "lib/ownership/attestation/attest.ts",
    find: "  if (!isAsRead) throw statementChanged(",
    replace: "  if (!isAsRead && Date.now() < 0) throw statementChanged(",
    tests: [confirming],
  },
  {
    name: "only-own-agents-are-confirmed",
    invariant: "Owners forget what they own",
    file: "lib/ownership/attestation/attest.ts",
    find: "        eq(agents.ownerId, statement.owner),\n",
    tests: [confirming, "lib/ownership/at-once.test.ts"],
  },
];
