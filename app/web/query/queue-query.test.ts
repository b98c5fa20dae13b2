import { expect, test } from "vitest";
import { queueHref, readQueueQuery } from "./queue-query.ts";

const approver = { roles: ["approver" as const] };
const agent = "agt_01hzy3v7q8e9abcdefghjkmnpq";

test("a filter survives the round trip through a URL", () => {
  const filter = {
    state: "decided",
    agent,
    type: "refund.create",
    risk: "spend",
    judged: "rule_unchecked",
    tests: "no",
  } as const;
  const from = new Date("2026-11-01T00:00:00Z");
  expect(queueHref({ state: "all", from })).toBe("/queue?state=all&from=2026-11-01");
  expect(readQueueQuery({ state: "all", from: "2026-11-01" }, approver)).toEqual({ state: "all", from });
  const evening = { state: "all" as const, from: new Date("2026-11-01T21:30:00Z") };
  const { searchParams } = new URL(queueHref(evening), "http://localhost");
  expect(searchParams.get("from")).toBe("2026-11-01T21:30:00Z");
  expect(readQueueQuery(Object.fromEntries(searchParams), approver)).toEqual(evening);
  const url = new URL(queueHref(filter), "http://localhost");
  expect(readQueueQuery(Object.fromEntries(url.searchParams), approver)).toEqual(filter);
});

test("a time without a zone, as a browser without script sends it, is UTC", () => {
  const from = new Date("2026-11-01T21:30:00Z");
  expect(readQueueQuery({ state: "all", from: "2026-11-01T21:30" }, approver)).toEqual({
    state: "all",
    from,
  });
});

test("without a state, an approver sees what needs them, and other viewers what is pending", () => {
  expect(queueHref({ state: "needs_you" })).toBe("/queue");
  expect(readQueueQuery({}, approver)).toEqual({ state: "needs_you" });
  for (const state of [undefined, "needs_you"])
    expect(readQueueQuery({ state }, { roles: ["admin", "auditor"] })).toEqual({ state: "pending" });
  expect(readQueueQuery({ state: "pending" }, approver)).toEqual({ state: "pending" });
});

test("invalid filters are left out instead of breaking the page", () => {
  expect(
    readQueueQuery(
      { state: "everything", agent: "'; drop", from: "soon", risk: "", after: "x", other: "y" },
      approver,
    ),
  ).toEqual({
    state: "needs_you",
  });
  expect(readQueueQuery({ state: ["decided", "all"] }, approver)).toEqual({ state: "decided" });
});
