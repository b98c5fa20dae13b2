import { expect, test } from "vitest";
import type { NotificationKind } from "#db/schema/notifications";
import { inEnvironment, requestWords } from "./request-words.ts";

const now = new Date("2026-11-26T22:32:00Z");
const facts = {
  ...{ kind: "request_pending" as NotificationKind, agentName: "Refund bot", state: "pending" as const },
  ...{ closeReason: null, decidedBy: undefined, timeZone: "Europe/Berlin", isRepeat: false, now },
  environment: undefined as string | undefined,
  expiresAt: new Date("2026-11-26T22:46:00Z"),
};

test("a message names the agent and the time left, in the reader's time zone", () => {
  expect(requestWords(facts)).toEqual({
    title: "Refund bot needs your approval",
    body: "Expires in 14 min (23:46 CET).",
  });
});

test("a message says that the request repeats what was approved, and nothing else about it", () => {
  expect(requestWords({ ...facts, isRepeat: true })).toEqual({
    title: "Refund bot needs your approval",
    body: "Approved before. Expires in 14 min (23:46 CET).",
  });
});

test("a deadline of another day names the day", () => {
  expect(requestWords({ ...facts, expiresAt: new Date("2026-12-20T22:46:00Z") }).body).toBe(
    "Expires in 24 days (20 Dec, 23:46 CET).",
  );
});

test("readers in two time zones each get the time of their own", () => {
  const bodies = ["Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"].map(
    (timeZone) => requestWords({ ...facts, timeZone }).body,
  );
  expect(bodies[1]).toContain("GMT+9");
  expect(bodies[0]).not.toContain("GMT+9");
  expect(bodies[2]).toBe(bodies[0]);
});

test("a long name of an agent is shortened to what a lock screen shows, at most 40 and 110 characters", () => {
  const kinds = [
    "request_pending",
    "request_escalated",
    "request_reminder",
    "request_last_call",
    "request_closed",
  ];
  for (const kind of kinds as NotificationKind[]) {
    const { title, body } = requestWords({
      ...facts,
      ...{ kind, isRepeat: true },
      agentName: "Refunds and chargebacks of Europe ".repeat(3),
    });
    expect(title.length).toBeLessThanOrEqual(40);
    expect(title).toContain("…");
    expect(body.length).toBeLessThanOrEqual(110);
  }
});

test.each([
  ["Bot", "request_closed", "prod", "[prod] Bot: already approved"],
  ["Refunds of Europe", "request_closed", "production", "[production] Refunds…: already approved"],
  ["Refunds of Europe", "request_pending", "production", "[production] Refund… needs your approval"],
  [
    "Refunds of Europe",
    "request_reminder",
    "production-europe-20",
    "[production-europe-20] Refund… still ne…",
  ],
] as const)("the whole environment is in the title of %s for %s, of 40 characters", (...of) => {
  const [agentName, kind, environment, title] = of;
  const words = requestWords({ ...facts, agentName, kind, environment, state: "approved" });
  expect(inEnvironment(words, environment)).toEqual({ title, body: words.body });
  expect(title.length).toBeLessThanOrEqual(40);
});

test("the closing message says who decided, or that nothing was approved", () => {
  const closed = { ...facts, kind: "request_closed" as const };
  expect(requestWords({ ...closed, state: "approved", decidedBy: "Bo Chen" })).toEqual({
    title: "Refund bot: already approved",
    body: "The request was approved by Bo Chen.",
  });
  expect(requestWords({ ...closed, state: "expired" }).body).toBe(
    "The request expired. Nothing was approved.",
  );
});
