const redemption = "app/api/agent/grants.test.ts";
const tokens = "app/api/agent/grant-tokens.test.ts";
const byTools = "app/api/agent/tool-redemptions.test.ts";
const checks = "app/api/agent/grant-checks.test.ts";
const read = "lib/grants/read.test.ts";

export default [
  {
    name: "redeemed-once",
    invariant: 5,
    file: "lib/grants/redeem/redeem-statement.ts",
    find: "where held.state = 'issued' and held.expires_at",
    replace: "where held.expires_at",
    tests: [`${redemption} > invariant 5: of twenty`],
  },
  {
    name: "grant-expiry",
    invariant: 7,
    file: "lib/grants/redeem/redeem-statement.ts",
    find: " and held.expires_at > eligible.at",
    tests: [`${redemption} > an expired grant is refused`],
  },
  {
    name: "expired-grant-not-answered",
    invariant: 7,
    file: "lib/grants/grant-state-at.ts",
    find: 'state === "issued" && expiresAt <= now ? "expired" : state',
    replace: 'state === "issued" && expiresAt <= now && Date.now() < 0 ? "expired" : state',
    tests: [`${redemption} > an expired grant is answered as expired`],
  },
  {
    name: "status-of-agent-and-owner",
    invariant: 7,
    file: "lib/grants/redeem/redeem.ts",
    find: "  if (refusal) throw refusal;\n",
    tests: [checks],
  },
  {
    name: "policy-blocks-now",
    invariant: 7,
    file: "lib/grants/redeem/redeem.ts",
    find: "    await refuseBlocked(db, input, version);\n",
    replace: "    void refuseBlocked;\n",
    tests: [`${redemption} > invariant 7: a granted action that the live policy blocks`],
  },
  {
    name: "signing-key-of-the-grant",
    invariant: 6,
    file: "lib/grants/redeem/redeem-statement.ts",
    find: " and held.kid = eligible.kid",
    tests: [`${tokens} > a grant is valid only for the digest`],
  },
  {
    name: "signature-of-the-grant",
    invariant: 6,
    file: "lib/grants/read.ts",
    find: "if (!(await isSigned(jws, raw, held)))",
    replace: "if (!(await isSigned(jws, raw, held)) && Date.now() < 0)",
    tests: [`${tokens} > forged, altered and foreign`],
  },
  {
    name: "grant-signed-again-and-compared",
    invariant: 6,
    file: "lib/crypto/jws.ts",
    find: "equalBytes(await signEd25519(signed, privateKey), signatureBytes)",
    replace: "(await signEd25519(signed, privateKey)).byteLength === signatureBytes.byteLength",
    tests: [read],
  },
  {
    name: "grant-signed-again-over-the-presented-bytes",
    invariant: 6,
    file: "lib/crypto/jws.ts",
    find: "const signed = Buffer.from(`${head}.${body}`);",
    replace:
      "const signed = Buffer.from(`${base64url(Buffer.from(JSON.stringify({ alg, typ, kid })))}.${body}`);",
    tests: [read],
  },
  {
    name: "held-key-has-the-public-half-of-the-grant",
    invariant: 6,
    file: "lib/grants/read.ts",
    find: "held !== undefined && held.publicJwk.x === base64url(raw)",
    replace: "held !== undefined",
    tests: [read],
  },
  {
    name: "grant-leaves-after-the-commit",
    invariant: 10,
    file: "lib/requests/ask/insert-judged.ts",
    find: "const [result, jwt] = await Promise.all([insertRequest(db, insert), signing]);",
    replace: `const inserting = insertRequest(db, insert);
  const jwt = await signing;
  if (jwt) return { result: { ...(await Promise.race([inserting, Promise.resolve({} as InsertResult)])), isInserted: true, uses: null }, insert, jwt };
  const result = await inserting;`,
    tests: ["lib/requests/ask/submit.test.ts > a grant is signed while"],
  },
  {
    name: "grant-dropped-if-nothing-is-stored",
    invariant: 10,
    file: "lib/requests/ask/submit.ts",
    find: "return result.isInserted ? submitted({ result, insert, jwt }) : undefined;",
    replace: "return submitted({ result, insert, jwt });",
    tests: ["lib/requests/ask/submit.test.ts > a signed grant is dropped"],
  },
  {
    name: "issuer-of-the-grant",
    invariant: 6,
    file: "lib/grants/read.ts",
    find: "if (claims.iss !== origin)",
    replace: "if (claims.iss !== origin && Date.now() < 0)",
    tests: [`${checks} > a grant with the right signature`],
  },
  {
    name: "proof-by-the-bound-key",
    invariant: "A stolen grant",
    file: "lib/grants/redeem/verify-proof.ts",
    find: "if (thumbprint !== expected.thumbprint)",
    replace: "if (thumbprint === undefined)",
    tests: [`${byTools} > a tool redeems only with a valid proof`],
  },
  {
    name: "proof-for-this-audience",
    invariant: "A stolen grant",
    file: "lib/grants/redeem/verify-proof.ts",
    find: "if (payload.htu !== expected.audience)",
    replace: "if (payload.htu === undefined)",
    tests: [`${byTools} > a tool redeems only with a valid proof`],
  },
  {
    name: "proof-for-this-grant",
    invariant: "A stolen grant",
    file: "lib/grants/redeem/verify-proof.ts",
    find: "if (payload.ath !== base64url(sha256(expected.grant)))",
    replace: "if (payload.ath === base64url(sha256(expected.audience)))",
    tests: [`${byTools} > a tool redeems only with a valid proof`],
  },
  {
    name: "key-behind-the-proof",
    invariant: 7,
    file: "lib/grants/redeem/require-proof.ts",
    find: "  if (!usable) refuseUnusable(key, now);\n",
    replace: "  void refuseUnusable;\n",
    tests: [`${byTools} > invariant 7: a tool cannot redeem`],
  },
];
