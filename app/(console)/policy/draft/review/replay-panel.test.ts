import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ReplayView } from "#lib/policy/replay/find-replay";
import { ReplayPanel } from "./replay-panel.tsx";

const now = new Date("2026-11-24T12:00:00Z");
const replay: ReplayView = {
  state: "failed",
  ...{ id: "rpl_1", scope: { days: 30 }, against: null, total: 2, done: 1, draftDigest: "digest" },
  ...{ rules: [], summary: null, startedBy: "per_1", startedAt: now, endedAt: now },
};

test("a failed preview is announced, as it can fail long after its start", () => {
  const names = new Map<string, string>();
  const props = { ended: [], publishing: replay.state, draftDigest: "digest", inForce: 1, names, now };
  const markup = renderToStaticMarkup(createElement(ReplayPanel, { replay, ...props }));
  expect(markup).toMatch(/role="alert"[^>]*>(?:(?!<\/div>).)*The last preview failed/);
});

test("the preview says which standing approvals end, and how many requests reach people again", () => {
  const ended = [
    { type: "payments.refund", count: 2, approved: 1037 },
    { type: "message.send", count: 1, approved: 0 },
  ];
  const names = new Map<string, string>();
  const props = { ended, publishing: replay.state, draftDigest: "digest", inForce: 1, names, now };
  const markup = renderToStaticMarkup(createElement(ReplayPanel, { replay, ...props }));
  expect(markup).toContain("Publishing ends 3 standing approvals");
  expect(markup).toContain(
    "2 of payments.refund: they approved 1,037 requests in 30 days, and no one was asked.",
  );
  expect(markup).toContain("1 of message.send: it approved no requests yet.");
});
