const verification = "lib/crypto/webhooks/verify.test.ts";

export default [
  {
    name: "timestamp-tolerance",
    invariant: "Replay of an ask",
    file: "lib/crypto/webhooks/verify.ts",
    find: "if (!(ageSeconds <= toleranceSeconds)) {",
    replace: "if (!(ageSeconds <= toleranceSeconds) && Date.now() < 0) {",
    tests: [verification],
  },
  {
    name: "webhook-id-is-signed",
    invariant: "Replay of an ask",
    file: "lib/crypto/webhooks/verify.ts",
    find: "Buffer.from(`${id}.${timestamp}.`)",
    replace: "Buffer.from(`${timestamp}.`)",
    tests: [verification],
  },
  {
    name: "revoked-or-expired-key",
    invariant: "A stolen agent key asks",
    file: "lib/crypto/webhooks/verify.ts",
    find: "  refuseUnusable(key, now);\n  return {",
    replace: "  return {",
    tests: [verification],
  },
];
