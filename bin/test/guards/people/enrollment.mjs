export default [
  {
    name: "link-is-used-once",
    invariant: 14,
    file: "lib/enrollment/open-enrollment.ts",
    find: "isNull(enrollments.usedAt), ",
    tests: ["lib/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
  {
    name: "link-can-be-revoked",
    invariant: 14,
    file: "lib/enrollment/open-enrollment.ts",
    find: "isNull(enrollments.revokedAt), ",
    tests: ["lib/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
  {
    name: "link-expires",
    invariant: 14,
    file: "lib/enrollment/open-enrollment.ts",
    find: ", gt(enrollments.expiresAt, now));",
    replace: ", now ? undefined : gt(enrollments.expiresAt, now));",
    tests: ["lib/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
];
