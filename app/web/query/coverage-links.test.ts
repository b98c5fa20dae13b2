import { expect, test } from "vitest";
import { coverageWindow } from "#lib/coverage/window";
import { agentsHref, readAgentQuery } from "./agent-query.ts";
import { auditQuerySchema } from "./audit-query.ts";
import { auditHref, coverageLinks } from "./coverage-links.ts";
import { coverageHref, readCoverageQuery } from "./coverage-query.ts";
import { decidedHref, readDecidedQuery } from "./decided-query.ts";
import { queueHref, readQueueQuery } from "./queue-query.ts";

const now = new Date("2026-11-24T12:00:00Z");
const window = coverageWindow({ days: 30, keyAgeDays: 45, now });

test("every link of a figure opens with exactly the figure's filters", () => {
  const hrefs = Object.values(coverageLinks(window)).flatMap((lists) => Object.values(lists));
  for (const href of hrefs) {
    const { pathname, searchParams } = new URL(href, "http://localhost");
    const values = Object.fromEntries(searchParams);
    if (pathname === "/agents") expect(agentsHref(readAgentQuery(values))).toBe(href);
    if (pathname === "/queue") expect(queueHref(readQueueQuery(values, { roles: [] }))).toBe(href);
    if (pathname === "/audit")
      expect(auditQuerySchema.parse(values)).toEqual({ type: values.type, from: window.from });
  }
});

test("the number of requests opens a list without test requests, which it doesn't count", () => {
  const { counted } = coverageLinks(window).requestsAsked;
  expect(new URL(counted, "http://localhost").searchParams.get("tests")).toBe("no");
});

test("a bar's link is the bar's span, to the minute", () => {
  const href = auditHref("request.denied", { from: window.from, to: now });
  const query = Object.fromEntries(new URL(href, "http://localhost").searchParams);
  expect(auditQuerySchema.parse(query)).toEqual({ type: "request.denied", from: window.from, to: now });
});

test("a link to decided requests opens with its filters, and invalid values fall back to all", () => {
  const filter = { mark: "quick", risk: "spend", after: "req_01m8x9z2p3q4r5s6t7v8w9x0y1" } as const;
  const { searchParams } = new URL(decidedHref({ days: 90 }, filter), "http://localhost");
  expect(readDecidedQuery(Object.fromEntries(searchParams), now)).toMatchObject({
    window: { days: 90 },
    filter,
  });
  const wrong = { show: "slow", risk: "high", days: "7", after: "x" };
  expect(readDecidedQuery(wrong, now)).toMatchObject({ window: { days: 30 }, filter: { mark: "all" } });
});

test("invalid values in the coverage page's URL fall back to the defaults", () => {
  expect(readCoverageQuery({ days: "7", keyDays: "0", per: "year" }, now)).toEqual({
    window: coverageWindow({ days: 30, keyAgeDays: 90, now }),
    per: "day",
  });
  const weeks = readCoverageQuery({ days: "90", keyDays: "45" }, now);
  expect(weeks.per).toBe("week");
  const { searchParams } = new URL(coverageHref("/coverage", weeks, { days: 90, per: "day" }), "http://x");
  expect(readCoverageQuery(Object.fromEntries(searchParams), now)).toEqual({ ...weeks, per: "day" });
});
