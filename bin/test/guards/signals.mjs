const signals = "app/ssf/signals.test.ts";
const forged = "A forged or replayed security event";

export default [
  {
    name: "algorithms",
    invariant: forged,
    file: "lib/signals/verify-signal.ts",
    find: "      algorithms,\n",
    replace: "      algorithms: [...algorithms, 'PS256', 'HS256', 'EdDSA', 'RS512', 'ES384'],\n",
    tests: [signals],
  },
  {
    name: "type",
    invariant: forged,
    file: "lib/signals/verify-signal.ts",
    find: '      typ: "secevent+jwt",\n',
    tests: [signals],
  },
  {
    name: "audience",
    invariant: forged,
    file: "lib/signals/verify-signal.ts",
    find: "      audience: transmitter.audience,\n",
    tests: [signals],
  },
  {
    name: "age",
    invariant: forged,
    file: "lib/signals/verify-signal.ts",
    find: "      maxTokenAge: maximumAgeSeconds,\n",
    replace: "      maxTokenAge: maximumAgeSeconds * 1000,\n",
    tests: [signals],
  },
  {
    name: "revoked-transmitter",
    invariant: forged,
    file: "lib/signals/verify-signal.ts",
    find: ", isNull(signalTransmitters.revokedAt)",
    replace: ", isNull(signalTransmitters.revokedAt) && undefined",
    tests: [signals],
  },
  {
    name: "acts-once",
    invariant: forged,
    file: "lib/signals/receive-signal.ts",
    find: '    if (novelty !== "new") return novelty;\n',
    tests: [signals],
  },
  {
    name: "names-of-another-issuer",
    invariant: "A transmitter speaks of people of another provider",
    file: "lib/signals/find-subject.ts",
    find: "  if (!sameIssuer(name.iss, issuer)) return [];\n",
    tests: ["lib/signals/find-subject.test.ts", signals],
  },
  {
    name: "name-of-two-people",
    invariant: "A transmitter speaks of people of another provider",
    file: "lib/signals/find-subject.ts",
    find: "return found.size === 1 ?",
    replace: "return found.size >= 1 ?",
    tests: ["lib/signals/find-subject.test.ts", signals],
  },
];
