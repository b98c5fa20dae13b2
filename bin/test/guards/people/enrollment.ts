export default [
  {
    name: "link-is-used-once",
    invariant: 14,
    file: "lib/passkeys/enrollment/open-enrollment.ts",
    find: "isNull(enrollments.usedAt), ",
    tests: ["lib/passkeys/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
  {
    name: "link-can-be-revoked",
    invariant: 14,
    file: "lib/passkeys/enrollment/open-enrollment.ts",
    find: "isNull(enrollments.revokedAt), ",
    tests: ["lib/passkeys/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
  {
    name: "link-expires",
    invariant: 14,
    file: "lib/passkeys/enrollment/open-enrollment.ts",
    find: ", gt(enrollments.expiresAt, now));",
    replace: ", now ? undefined : gt(enrollments.expiresAt, now));",
    tests: ["lib/passkeys/enrollment/consume-enrollment.test.ts", "lib/membership/enroll.test.ts"],
  },
];
