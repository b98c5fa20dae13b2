const dpop = {
  invariant: 7,
  file: "lib/grants/redeem/verify-proof.ts",
  tests: ["lib/grants/redeem/verify-proof.test.ts"],
};
const agentProof = {
  invariant: "a stolen grant",
  file: "lib/grants/redeem/verify-agent-proof.ts",
  tests: ["app/api/agent/agent-proof.test.ts"],
};

export default [
  { ...dpop, name: "dpop-type", find: '      typ: "dpop+jwt",\n' },
  { ...dpop, name: "dpop-algorithm", find: '      algorithms: ["EdDSA", "Ed25519"],\n' },
  { ...dpop, name: "dpop-age", find: "      maxTokenAge: maximumAgeSeconds,\n" },
  { ...dpop, name: "dpop-future", find: "clockTolerance: 30", replace: "clockTolerance: 3000" },
  {
    ...dpop,
    name: "dpop-key",
    find: "thumbprint !== expected.thumbprint",
    replace: "thumbprint === undefined",
  },
  { ...dpop, name: "dpop-audience", find: "payload.htu !== expected.audience", replace: "!expected" },
  {
    ...dpop,
    name: "dpop-grant",
    find: "payload.ath !== base64url(sha256(expected.grant))",
    replace: "payload.ath === base64url(sha256(expected.audience))",
  },
  { ...dpop, name: "dpop-method", find: 'typeof payload.htm !== "string" || ' },
  { ...dpop, name: "dpop-id", find: ' || typeof payload.jti !== "string"' },
  {
    ...agentProof,
    name: "agent-proof-required",
    find: "  if (proof === undefined)\n",
    replace: '  if (proof === undefined) return expected.keys[0]?.id ?? "";\n  if (proof === undefined)\n',
  },
  {
    ...agentProof,
    name: "agent-proof-names-the-grant",
    find: "base64url(sha256(grant)), audience]",
    replace: 'base64url(sha256(grant && "")), audience]',
  },
  {
    ...agentProof,
    name: "agent-proof-names-the-audience",
    find: ", audience].join",
    replace: ', audience && ""].join',
  },
];
