export default [
  {
    name: "last-admin",
    invariant: "A stolen SCIM token suspends everyone",
    file: "lib/people/require-another-admin.ts",
    find: "if (admins.some(({ id }) => id !== personId)) return;",
    replace: "if (admins.some(({ id }) => id !== personId) || personId) return;",
    tests: ["lib/membership/offboarding/last-admin.test.ts"],
  },
  {
    name: "admins-are-locked-before-they-are-counted",
    invariant: "A stolen SCIM token suspends everyone",
    file: "lib/people/require-another-admin.ts",
    find: '    .orderBy(people.id)\n    .for("update");',
    replace: "    .orderBy(people.id);",
    tests: ["lib/membership/offboarding/last-admin.test.ts"],
  },
];
