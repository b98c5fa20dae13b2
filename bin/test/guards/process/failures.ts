const forged = { invariant: "forged signatures", tests: ["app/api/agent/forged-signatures.test.ts"] };
const limits = { ...forged, file: "lib/limits/limit-failures.ts" };
const verify = {
  ...forged,
  file: "lib/crypto/webhooks/verify.ts",
  tests: ["lib/crypto/webhooks/verify.test.ts"],
};

export default [
  { ...limits, name: "failures-per-address", find: "failuresPerAddress, w", replace: "99_999, w" },
  { ...limits, name: "failures-per-caller", find: "failuresPerCaller, w", replace: "99_999, w" },
  {
    ...limits,
    name: "flood-writes-nothing-more",
    find: "usedUp ?? (await",
    replace: "(await",
  },
  {
    ...limits,
    name: "valid-signature-is-never-refused",
    find: "  try {\n    return await attempt(usedUp !== undefined);",
    replace:
      "  if (usedUp) throw tooManyFailures(usedUp, now);\n  try {\n    return await attempt(usedUp !== undefined);",
  },
  {
    ...limits,
    name: "a-proven-key-learns-its-end",
    find: "if (reached && !provenCodes.has(error.code))",
    replace: "if (reached && provenCodes)",
    tests: ["app/api/boundary/boundary-contact.test.ts > a revoked boundary learns"],
  },
  {
    ...verify,
    name: "ended-keys-are-few",
    find: "    .slice(0, most);",
    replace: "    .slice(0, most && 999);",
  },
  {
    ...verify,
    name: "offered-signatures-are-few",
    find: "maximumSignatures = 4",
    replace: "maximumSignatures = 10",
  },
  {
    ...forged,
    name: "keys-in-use-are-read-first",
    file: "lib/callers/find-caller.ts",
    find: "revoked_at is null desc, expires_at desc limit",
    replace: "revoked_at is null, expires_at desc limit",
  },
  {
    name: "internal-message-of-the-api",
    invariant: "The message of an internal error is for the log",
    file: "app/runtime/problem.ts",
    find: 'return thrown.code === "internal" ? internal(thrown) : thrown;',
    replace: "return thrown;",
    tests: ["app/api/edge/internal-errors.test.ts"],
  },
];
