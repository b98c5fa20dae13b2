const approving = "app/api/browser/approvals/approvals.test.ts";
const signing = "app/api/browser/approvals/signed-approvals.test.ts";
const challenges = "app/api/browser/approvals/approval-challenges.test.ts";
const entitled = "app/api/browser/approvals/approvers.test.ts";
const delegates = "app/api/browser/approvals/delegates.test.ts";
const emergency = "app/api/browser/approvals/break-glass.test.ts";
const reviewing = "app/api/browser/approvals/break-glass-review.test.ts";
const places = "lib/approvals/capacities.test.ts";

export default [
  {
    name: "challenge-is-used-once",
    invariant: 4,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        isNull(challenges.usedAt),\n        gt(",
    replace: "        gt(",
    tests: [`${signing} > invariant 4: an assertion works once`],
  },
  {
    name: "challenge-expires",
    invariant: 4,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        gt(challenges.expiresAt, now),\n",
    tests: [`${challenges} > invariant 4: an expired challenge approves nothing`],
  },
  {
    name: "statement-of-a-recent-page",
    invariant: 3,
    file: "lib/approvals/request-challenge.ts",
    find: "    new Date(parsed.issued_at) > addSeconds(now, -longestShownSeconds) &&\n",
    tests: ["app/api/agent/long-requests.test.ts"],
  },
  {
    name: "challenge-of-this-request",
    invariant: 3,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        requestId === undefined ? isNull(challenges.requestId) : eq(challenges.requestId, requestId),\n",
    tests: [`${challenges} > invariant 4: a challenge is for one request and one person`],
  },
  {
    name: "challenge-of-this-person",
    invariant: 3,
    file: "lib/passkeys/statement-challenge.ts",
    find: "        eq(challenges.personId, personId),\n",
    tests: [`${challenges} > invariant 4: a challenge is for one request and one person`],
  },
  {
    name: "used-statement-gets-no-new-challenge",
    invariant: 4,
    file: "lib/passkeys/statement-challenge.ts",
    find: "      setWhere: isNull(challenges.usedAt),\n",
    replace: "      setWhere: isNull(challenges.enrollmentId),\n",
    tests: [`${signing} > invariant 4: a spent challenge stays spent`],
  },
  {
    name: "seal-of-the-statement",
    invariant: 3,
    file: "lib/approvals/request-challenge.ts",
    find: "const isOurs = isSealed(secret, statement, seal);",
    replace: "const isOurs = isSealed(secret, statement, seal) || statement.length > 0;",
    tests: [`${signing} > a statement is not valid for another person`],
  },
  {
    name: "statement-of-this-request",
    invariant: 3,
    file: "lib/approvals/request-challenge.ts",
    find: "parsed?.request === requestId &&",
    replace: "parsed !== undefined &&",
    tests: [`${signing} > a statement is not valid for another person`],
  },
  {
    name: "statement-of-this-approver",
    invariant: 3,
    file: "lib/approvals/request-challenge.ts",
    find: "    parsed.approver === personId &&\n",
    tests: [`${challenges} > invariant 3: the statement of one backup`],
  },
  {
    name: "own-passkey",
    invariant: "Another person's passkey in the owner's session",
    file: "lib/passkeys/verify-own-passkey.ts",
    find: "if (passkeyRow?.personId !== personId)",
    replace: "if (!passkeyRow)",
    tests: [`${signing} > invariant 3: another person's passkey`],
  },
  {
    name: "policy-at-the-approval",
    invariant: "A policy is tightened after an approval",
    file: "lib/approvals/commit-approval.ts",
    find: "    await requireCurrentPolicy(tx, request, statement, now);\n",
    replace: "    void [requireCurrentPolicy, statement];\n",
    tests: [
      `app/api/browser/approvals/stricter-policy.test.ts > the first approval applies a stricter policy`,
    ],
  },
  {
    name: "decided-once-per-person",
    invariant: "One person approves twice",
    file: "lib/approvals/find-decidable.ts",
    find: "  refuseTwice(row);\n",
    replace: "  void refuseTwice;\n",
    tests: [`${signing} > invariant 4: an assertion works once`, `${approving} > a quorum of two`],
  },
  // No entry for refuseWithoutRole (find-decidable.ts): it only writes the refusal's text. The guard
  // "suspended-approver-does-not-count" covers the refusal itself.
  {
    name: "only-what-is-pending",
    invariant: 9,
    file: "lib/approvals/decision-errors.ts",
    find: 'if (row.state === "pending" && new Date(row.expires_at) > now) return;',
    replace: "if (row.state.length > 0 && now) return;",
    tests: ["app/api/agent/pending-requests.test.ts > an agent can cancel what is pending"],
  },
  {
    name: "who-may-see-the-request",
    invariant: 14,
    file: "lib/approvals/find-decidable.ts",
    find: "const row = await findRow(db, decider, visibleTo(personId, now));",
    replace: "const row = await findRow(db, decider, fragment`true or ${visibleTo(personId, now)}`);",
    tests: [`${approving} > invariant 14: a person who is not entitled`],
  },
  // No entry for the state in the update of tally-approvals.ts: findDecidable holds the row and has
  // refused what is over ("only-what-is-pending"), so that condition is never false.
  {
    name: "suspended-approver-does-not-count",
    invariant: "A quorum filled by somebody suspended since",
    file: "lib/approvals/eligible-approvers.ts",
    find: 'where ${activeApproverIn(sql, "p")} and p.id in (',
    replace: "where p.id in (",
    tests: [`${places} > a suspended member and a member without`],
  },
  {
    name: "revoked-delegation-does-not-count",
    invariant: "A quorum filled by somebody suspended since",
    file: "lib/approvals/eligible-approvers.ts",
    find: "\n            and dl.revoked_at is null and dl.starts_at",
    replace: " and dl.starts_at",
    tests: [
      `${delegates} > a delegation revoked between`,
      `${delegates} > a delegate's approval stays valid when the delegation expires`,
    ],
  },
  {
    name: "void-approval-does-not-count",
    invariant: 17,
    file: "lib/approvals/eligible-approvers.ts",
    find: "and not exists (select from void_approvals v where v.approval_id = d.id)",
    tests: ["app/api/browser/stolen-passkey.test.ts > on a pending request"],
  },
  {
    name: "delegation-window",
    invariant: "A delegate delegates further, decides after the delegation ended",
    file: "lib/approvals/eligible-approvers.ts",
    find: " and d.starts_at <= wanted.at and d.ends_at > wanted.at",
    tests: [`${places} > when the delegation ends, the delegate`],
  },
  {
    name: "owner-does-not-fill-another-place",
    invariant: "An owner approves where the policy requires other people",
    file: "lib/approvals/places-taken.ts",
    find: " && place.notBy !== by",
    replace: " && (place.notBy !== by || by !== '')",
    tests: [
      `${places} > separation of duties`,
      `${entitled} > separation of duties`,
      "lib/approvals/requirements-met.property.test.ts > with the owner excluded",
    ],
  },
  {
    name: "one-approval-in-a-place",
    invariant: "One person approves twice",
    file: "lib/approvals/places-taken.ts",
    find: '> = "inPlaceOf",',
    replace: '> = "by",',
    tests: [`${delegates} > the owner and the owner's delegate count as one`],
  },
  {
    name: "break-glass-by-admins-only",
    invariant: "An admin approves alone on the quiet",
    file: "lib/approvals/break-glass/find-breakable.ts",
    find: 'findRow(db, decider, activeAdmin("p"));',
    replace: "findRow(db, decider, fragment`p.status = 'active'`);",
    tests: [`${emergency} > invariant 14: a person who is not an admin`],
  },
  {
    name: "break-glass-is-told",
    invariant: "An admin approves alone on the quiet",
    file: "lib/approvals/break-glass/break-glass.ts",
    find: "  await tell(tx, eligible, { personId, requestId, now });\n",
    replace: "  void tell;\n",
    tests: [`${emergency} > only every entitled approver`],
  },
  {
    name: "break-glass-reviewed-by-another",
    invariant: "An admin approves alone on the quiet",
    file: "lib/approvals/break-glass/review-break-glass.ts",
    find: "          ne(breakGlassReviews.usedBy, actor.personId),\n",
    replace: "          ne(breakGlassReviews.usedBy, ''),\n",
    tests: [`${reviewing} > another admin reviews a break-glass approval once`],
  },
  {
    name: "break-glass-reviewed-once",
    invariant: "An admin approves alone on the quiet",
    file: "lib/approvals/break-glass/review-break-glass.ts",
    find: "          isNull(breakGlassReviews.reviewedAt),\n",
    replace: "          isNull(breakGlassReviews.reviewedAt) && undefined,\n",
    tests: [`${reviewing} > another admin reviews a break-glass approval once`],
  },
];
