const test = "lib/coverage/human-quality/human-quality.test.ts";
const tooLittle =
  "a figure that would mostly describe one person isn't read from the database, nor is its list";
const one = "A figure about decisions becomes a measurement of one person";

export default [
  {
    name: "figure-of-one-person",
    invariant: one,
    file: "lib/coverage/human-quality/decided-requests.ts",
    find: " and most <= total * ${enough.share}",
    tests: [`${test} > ${tooLittle}`],
  },
  {
    name: "list-of-one-person",
    invariant: one,
    file: "lib/coverage/human-quality/list-decided.ts",
    find: "where ${{ sql: enoughText }}",
    tests: [`${test} > ${tooLittle}`],
  },
  {
    name: "readers-of-decided-requests",
    invariant: 14,
    file: "lib/coverage/human-quality/list-decided.ts",
    find: 'requireRole(viewer, "admin", "auditor");',
    replace: "void [requireRole, viewer];",
    tests: [`${test} > only admins and auditors read the lists`],
  },
  {
    name: "readers-of-the-period-before",
    invariant: 14,
    file: "lib/coverage/previous.ts",
    find: 'requireRole(viewer, "admin", "auditor");',
    replace: "void [requireRole, viewer];",
    tests: ["lib/coverage/read-coverage.test.ts > only admins and auditors read the figures"],
  },
];
