import { expect, test } from "vitest";
import { eventWords, runWords } from "./event-words.ts";

const actor = { type: "person" as const, id: "per_1" };
const wordsOf = (type: string, data: object, person = "per_1") =>
  eventWords({ type, actor, subject: { person }, data: { ...data } });

test("an impact preview has one line for its start and another for its end", () => {
  const stepWords = (step: string) => wordsOf("policy.replayed", { step });
  expect(["started", "done", "cancelled", "failed"].map(stepWords)).toEqual([
    "started an impact preview",
    "finished an impact preview",
    "stopped an impact preview",
    "couldn't finish an impact preview",
  ]);
  expect(stepWords("constructor")).toBe("ran an impact preview");
});

test("a person signs out, and another person or a part of the product signs someone out", () => {
  expect(wordsOf("session.ended", {})).toBe("signed out");
  expect(wordsOf("session.ended", {}, "per_2")).toBe("signed someone out");
});

test("what a person did at a terminal says so", () => {
  const words = ["session.started", "request.denied", "agents.frozen"].map((type) =>
    wordsOf(type, { via: "terminal" }),
  );
  expect(words).toEqual([
    "signed in from a terminal",
    "denied a request from a terminal",
    "froze all agents from a terminal",
  ]);
});

test("a confirmed passkey is another person's only where an admin confirmed it", () => {
  const confirmed = (how: string, person?: string) =>
    wordsOf("passkey.control_confirmed", { with: how }, person);
  expect(confirmed("admin", "per_2")).toBe("confirmed a person's passkey");
  expect(confirmed("own")).toBe("confirmed their own passkey");
  expect(confirmed("founding")).toBe("had their passkey confirmed automatically");
});

test.each([
  ["request.cancelled", "cancelled 3 requests"],
  ["request.pending", "sent 3 requests that needed approval"],
  ["grant.revoked", "revoked 3 grants"],
  ["agent.labels_changed", "changed agent labels 3 times"],
])("a run of %s reads as a sentence after the actor's name: %s", (type, words) => {
  expect(runWords({ type, actor: { type: "system", id: "expiry" }, subject: {}, data: {} }, 3)).toBe(words);
});

test("a rejected security event has words for its reason, and a reason without words has general words", () => {
  const refusedWords = (code: string) => wordsOf("signal.refused", { code });
  expect(
    ["freeze_not_allowed", "before_registration", "before_release", "jti_used"].map(refusedWords),
  ).toEqual([
    "reported compromised agents, but isn't allowed to freeze agents",
    "reported compromised agents before it was added, so no agent was frozen",
    "reported compromised agents before the last release, so no agent was frozen",
    "reported a security event with the ID of another event",
  ]);
  expect(refusedWords("constructor")).toBe("reported a security event that was rejected");
});
