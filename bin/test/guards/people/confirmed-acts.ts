const loosening = "a stolen session of an admin loosens or destroys";
const other = "a confirmation is used for another act than the one shown";

export default [
  {
    name: "act-covers-fields-and-what-they-replace",
    invariant: other,
    file: "app/web/forms/confirmed-action.ts",
    find: "{ name, fields, seen }",
    replace: "{ name }",
    tests: [
      "app/(console)/people/invite/invitation.test.ts > a passkey that confirmed another name",
      "app/(console)/settings/provisioning/token-issue.test.ts > a passkey that confirmed another",
    ],
  },
  {
    name: "act-covers-the-name-of-its-definition",
    invariant: other,
    file: "app/web/forms/confirmed-action.ts",
    find: "{ name, fields, seen }",
    replace: "{ fields, seen }",
    tests: ["app/web/forms/confirmed-action.test.ts > a confirmation is for the act of one definition"],
  },
  {
    name: "roles-of-the-named-act",
    invariant: 14,
    file: "app/web/forms/run-act.ts",
    find: "[...act.roles]",
    replace: "[]",
    tests: ["app/(console)/acts/perform.test.ts > an act of admins is not found"],
  },
  {
    name: "act-needs-confirmation",
    invariant: loosening,
    file: "app/web/forms/confirmed-action.ts",
    find: "const { credentialId } = await requireConfirmation(actor, act, form);",
    replace:
      'const { credentialId } = await requireConfirmation(actor, act, form).catch(() => ({ credentialId: "" }));',
    tests: [
      "app/(console)/settings/keys/rotation.test.ts > a passkey that confirmed the rotation of an earlier key",
    ],
  },
  {
    name: "rotation-names-the-key-it-retires",
    invariant: other,
    file: "lib/crypto/signing-key.ts",
    find: "and(eq(signingKeys.kid, retiring), isNull(signingKeys.retiredAt))",
    replace: "isNull(signingKeys.retiredAt)",
    tests: ["app/(console)/settings/keys/rotation.test.ts > of two admins who confirm the rotation"],
  },
  {
    name: "longer-review-deadline-takes-a-passkey",
    invariant: loosening,
    file: "app/(console)/requests/break-glass/deadline-change.ts",
    find: "hours <= seen.hours",
    replace: "hours <= seen.hours + 1000",
    tests: ["app/(console)/requests/break-glass/deadline-change.test.ts > a session alone does not extend"],
  },
  {
    name: "review-deadline-is-compared-at-commit",
    invariant: loosening,
    file: "lib/membership/set-review-hours.ts",
    find: "if (!isAllowed) {",
    replace: "if (!isAllowed && hours < 0) {",
    tests: ["app/(console)/requests/break-glass/deadline-change.test.ts > a deadline that was shortened"],
  },
  {
    name: "looser-review-periods-take-a-passkey",
    invariant: loosening,
    file: "app/(console)/settings/owners/period-change.ts",
    find: "!seen.isLooser",
    replace: "!seen.isLooser || true",
    tests: ["app/(console)/settings/owners/period-change.test.ts > a session alone makes no longer"],
  },
  {
    name: "review-periods-are-compared-at-commit",
    invariant: loosening,
    file: "lib/ownership/attestation/attestation-setting.ts",
    find: "if (!isAllowed) throw",
    replace: "if (!isAllowed && days < 0) throw",
    tests: ["app/(console)/settings/owners/period-change.test.ts > what was shorter than the periods"],
  },
  {
    name: "a-shorter-interval-that-postpones-is-looser",
    invariant: loosening,
    file: "lib/ownership/attestation/attestation-setting.ts",
    find: "return (await countPostponed(db, change)) > 0;",
    replace: "return (await countPostponed(db, change)) < 0;",
    tests: [
      "app/(console)/settings/owners/period-change.test.ts > a session alone makes no shorter interval",
    ],
  },
  {
    name: "unchanged-review-periods-restart-no-grace",
    invariant: loosening,
    file: "lib/ownership/attestation/attestation-setting.ts",
    find: "if (!before || (before.days === days && before.graceDays === graceDays)) return;",
    replace: "if (!before) return;",
    tests: ["app/(console)/settings/owners/period-change.test.ts > saving the periods that are set"],
  },
  {
    name: "connection-is-compared-at-commit",
    invariant: "A confirmation is used for another invitation",
    file: "lib/provisioning/sso/connections/change-connection.ts",
    find: "    if (!isDeepStrictEqual(before, shown)) throw changedSince(connectionId);\n",
    replace: "    void [isDeepStrictEqual, changedSince, shown];\n",
    tests: ["app/(console)/settings/sso/connection-acts.test.ts > of two changes that were confirmed"],
  },
  {
    name: "labels-on-the-page",
    invariant: other,
    file: "app/(console)/agents/[id]/labels/labels-change.ts",
    find: "if (!hasSameMembers(seen, labels)) throw",
    replace: "if (!hasSameMembers(seen, seen)) throw",
    tests: [
      "app/(console)/agents/[id]/labels/labels-change.test.ts > a page that doesn't show the current labels changes none",
    ],
  },
];
