export default [
  {
    name: "sealed-key-bound-to-its-row",
    invariant: "A copy of the database",
    file: "lib/crypto/seal.ts",
    edits: [
      { find: ").setAAD(Buffer.from(owner));", replace: ");" },
      { find: "decipher.setAAD(Buffer.from(owner)).setAuthTag(", replace: "decipher.setAuthTag(" },
    ],
    tests: ["lib/crypto/seal.test.ts"],
  },
  {
    name: "type-of-the-token",
    invariant: 6,
    file: "lib/crypto/jws.ts",
    find: ' || actualTyp !== typ || typeof kid !== "string"',
    replace: ' || (actualTyp !== typ && actualTyp === "") || typeof kid !== "string"',
    tests: ["app/api/agent/grant-checks.test.ts"],
  },
  {
    name: "algorithm-of-the-token",
    invariant: 6,
    file: "lib/crypto/jws.ts",
    find: 'if (alg !== "EdDSA" || ',
    replace: 'if (alg === "" || ',
    tests: ["lib/crypto/jws.test.ts"],
  },
];
