import { expect, test } from "vitest";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import type { AgentCaller } from "./find-caller.ts";
import { recallCaller, rememberCaller } from "./find-signed-caller.ts";

const now = new Date("2026-03-01T12:00:00Z");
const database = () => ({}) as Database;
const caller = (id: string): AgentCaller => ({
  ...{
    id,
    status: "active",
    ownerId: "per_1",
    ownerEpoch: 1,
    isOwnerActive: true,
    isHeld: false,
    freeze: null,
    isTest: false,
    hasStandingDecisions: false,
  },
  ...{ keys: [], labels: [], policyVersion: 1, signingKid: "kid", revision: 1 },
});

test("a caller is remembered for a minute, and marked", () => {
  const db = database();
  rememberCaller(db, caller("agt_1"), now);
  expect(recallCaller(db, "agt_1", addSeconds(now, 59))).toMatchObject({ id: "agt_1", isRemembered: true });
  expect(recallCaller(db, "agt_1", addSeconds(now, 60))).toBeUndefined();
  expect(recallCaller(db, "agt_1", addSeconds(now, -1))).toBeUndefined();
  expect(recallCaller(database(), "agt_1", now)).toBeUndefined();
});

test.each([{ status: "quarantined" }, { status: "revoked" }, { isOwnerActive: false }] as const)(
  "a caller that may not ask is not remembered: %o",
  (change) => {
    const db = database();
    rememberCaller(db, caller("agt_1"), now);
    rememberCaller(db, { ...caller("agt_1"), ...change }, now);
    expect(recallCaller(db, "agt_1", now)).toBeUndefined();
  },
);

test("memory is bounded, and the caller that was read first is forgotten first", () => {
  const db = database();
  for (let n = 0; n <= 10_000; n++) rememberCaller(db, caller(`agt_${n}`), now);
  expect(recallCaller(db, "agt_0", now)).toBeUndefined();
  expect(recallCaller(db, "agt_1", now)).toBeDefined();
  expect(recallCaller(db, "agt_10000", now)).toBeDefined();
});

test("a caller older than a minute is dropped from memory when another is remembered", () => {
  const db = database();
  rememberCaller(db, caller("agt_1"), now);
  rememberCaller(db, caller("agt_2"), addSeconds(now, 60));
  expect(recallCaller(db, "agt_1", now)).toBeUndefined();
  expect(recallCaller(db, "agt_2", addSeconds(now, 60))).toBeDefined();
});
