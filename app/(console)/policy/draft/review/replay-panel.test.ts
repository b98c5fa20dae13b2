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
  const props = { publishing: replay.state, draftDigest: "digest", inForce: 1, names, now };
  const markup = renderToStaticMarkup(createElement(ReplayPanel, { replay, ...props }));
  expect(markup).toMatch(/role="alert"[^>]*>(?:(?!<\/div>).)*The last preview failed/);
});
