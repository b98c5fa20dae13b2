const verification = "Verify over raw bytes";

export default [
  {
    name: "signature-length",
    invariant: verification,
    file: "lib/crypto/ed25519.ts",
    find: "signature.byteLength === 64 && ",
    tests: ["lib/crypto/ed25519.test.ts"],
  },
  {
    name: "public-key-length",
    invariant: verification,
    file: "lib/crypto/ed25519.ts",
    find: "if (publicKey.byteLength !== 32)",
    replace: "if (publicKey.byteLength > 1000)",
    tests: ["lib/crypto/ed25519.test.ts"],
  },
  {
    name: "result-of-its-job",
    invariant: verification,
    file: "lib/crypto/signature-thread/job-batch.ts",
    find: "return bytes[at++] === 1;",
    replace: "return bytes[at++] === 1 || true;",
    tests: ["lib/crypto/signature-thread/signature-thread.test.ts"],
  },
  {
    name: "job-of-an-ended-thread",
    invariant: 23,
    file: "lib/crypto/signature-thread/signature-thread.ts",
    find: "onThread(tasks).catch(onLibuv)",
    replace: "onThread(tasks)",
    tests: ["lib/crypto/signature-thread/signature-thread.test.ts"],
  },
  {
    name: "results-of-the-batch",
    invariant: verification,
    file: "lib/crypto/signature-thread/signature-thread.ts",
    find: "underWay[0]?.number === number ? underWay.shift() : undefined",
    replace: "underWay.shift()",
    tests: ["lib/crypto/signature-thread/signature-thread.test.ts"],
  },
  {
    name: "canonical-plain-objects",
    invariant: 20,
    file: "client/src/json/canonical.ts",
    find: `if (Object.prototype.toString.call(value) !== "[object Object]")`,
    replace: "if (false)",
    tests: ["client/src/json/canonical.test.ts"],
  },
  {
    name: "canonical-well-formed",
    invariant: 20,
    file: "client/src/json/canonical.ts",
    find: "if (!value.isWellFormed())",
    replace: "if (false)",
    tests: ["client/src/json/canonical.test.ts"],
  },
];
