const effects = "app/api/ssf/event-effects.test.ts";
const refusals = "app/api/ssf/refused-tokens.test.ts";
const replays = "app/api/ssf/replayed-events.test.ts";
const forged = "A forged or replayed security event";

export default [
  {
    name: "algorithms",
    invariant: forged,
    file: "lib/provisioning/signals/verify-signal.ts",
    find: "      algorithms,\n",
    replace: "      algorithms: [...algorithms, 'PS256', 'HS256', 'EdDSA', 'RS512', 'ES384'],\n",
    tests: [refusals],
  },
  {
    name: "type",
    invariant: forged,
    file: "lib/provisioning/signals/verify-signal.ts",
    find: '      typ: "secevent+jwt",\n',
    tests: [refusals],
  },
  {
    name: "audience",
    invariant: forged,
    file: "lib/provisioning/signals/verify-signal.ts",
    find: "      audience: eventSource.audience,\n",
    tests: [refusals],
  },
  {
    name: "age",
    invariant: forged,
    file: "lib/provisioning/signals/verify-signal.ts",
    find: "      maxTokenAge: maximumAgeSeconds,\n",
    replace: "      maxTokenAge: maximumAgeSeconds * 1000,\n",
    tests: [refusals],
  },
  {
    name: "revoked-event-source",
    invariant: forged,
    file: "lib/provisioning/signals/verify-signal.ts",
    find: ", isNull(eventSources.revokedAt)",
    replace: ", isNull(eventSources.revokedAt) && undefined",
    tests: [refusals],
  },
  {
    name: "acts-once",
    invariant: forged,
    file: "lib/provisioning/signals/receive-signal.ts",
    find: '    if (novelty !== "new") return novelty;\n',
    tests: [replays],
  },
  {
    name: "names-of-another-issuer",
    invariant: "A security event source names people of another provider",
    file: "lib/provisioning/signals/find-subject.ts",
    find: "  if (!sameIssuer(name.iss, issuer)) return [];\n",
    tests: ["lib/provisioning/signals/find-subject.test.ts", effects],
  },
  {
    name: "name-of-two-people",
    invariant: "An alarm about a name that two people have is lost",
    file: "lib/provisioning/signals/find-subject.ts",
    find: "return found.size > 1 ?",
    replace: "return found.size > 100 ?",
    tests: ["lib/provisioning/signals/find-subject.test.ts", effects],
  },
  {
    name: "failed-key-set-is-remembered",
    invariant: forged,
    file: "lib/provisioning/provider/key-cache.ts",
    find: "      attempt.pause = pauseAfterFailureMilliseconds;\n",
    replace: "      attempt.pause = 0;\n",
    tests: ["lib/provisioning/signals/event-source-keys.test.ts"],
  },
  {
    name: "good-keys-outlive-a-failed-fetch",
    invariant: forged,
    file: "lib/provisioning/provider/key-cache.ts",
    find: "if (isFresh && good.keys.keys.some((key) => key.kid === kid)) return Promise.resolve(good.keys);",
    replace: "void isFresh;",
    tests: ["lib/provisioning/signals/event-source-keys.test.ts > a failed search for an unknown key"],
  },
  {
    name: "ambiguous-alarm-is-recorded",
    invariant: "An alarm about a name that two people have is lost",
    file: "lib/provisioning/signals/receive-signal.ts",
    find: "    await recordAmbiguous(tx, signal, { happenings: happenings.filter(isAlarm), actor, now });\n",
    replace: "    void recordAmbiguous;\n",
    tests: [`${effects} > an alarm about an external ID of two people`],
  },
  {
    name: "ambiguous-alarm-notifies-admins",
    invariant: "An alarm about a name that two people have is lost",
    file: "lib/provisioning/signals/receive-signal.ts",
    find: '  await announce(tx, { kind: "signal_ambiguous", now });\n',
    replace: "  void announce;\n",
    tests: [`${effects} > an alarm about an external ID of two people`],
  },
];
