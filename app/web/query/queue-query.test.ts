import { expect, test } from "vitest";
import { queueHref, readQueueQuery } from "./queue-query.ts";

const agent = "agt_01hzy3v7q8e9abcdefghjkmnpq";

test("a filter survives the round trip through a URL", () => {
  const filter = { state: "decided", agent, type: "refund.create", risk: "spend", judged: "doubt" } as const;
  const from = new Date("2026-11-01T00:00:00Z");
  expect(queueHref({ state: "all", from })).toBe("/queue?state=all&from=2026-11-01");
  expect(readQueueQuery({ state: "all", from: "2026-11-01" })).toEqual({ state: "all", from });
  const url = new URL(queueHref(filter), "http://localhost");
  expect(readQueueQuery(Object.fromEntries(url.searchParams))).toEqual(filter);
});

test("without filters the queue is at /queue and shows pending requests", () => {
  expect(queueHref({ state: "pending" })).toBe("/queue");
  expect(readQueueQuery({})).toEqual({ state: "pending" });
});

test("invalid filters are left out instead of breaking the page", () => {
  expect(
    readQueueQuery({ state: "everything", agent: "'; drop", from: "soon", risk: "", after: "x", other: "y" }),
  ).toEqual({
    state: "pending",
  });
  expect(readQueueQuery({ state: ["decided", "all"] })).toEqual({ state: "decided" });
});
