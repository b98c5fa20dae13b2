import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MayDo } from "./may-do.tsx";

const agent = (name: string) => ({
  ...{ offer: `off_${name}`, agent: `agt_${name}`, name, labels: [], from: "per_2", owner_epoch: 1 },
  ...{ rules: [], more_rules: 0, keys: [], keep_keys: false },
});
const now = new Date("2026-11-24T10:00:00Z");
const rest = { keyAdders: new Map(), otherChoice: String, defaultOutcome: "step_up" as const, now };

test("each agent of a list is shown with its signed previous owner and the person who offered it", () => {
  const group = { agents: [agent("x"), agent("y")], rules: [], moreRules: 0 };
  const expiresAt = new Date("2026-12-01T10:00:00Z");
  const offers = new Map([
    ["off_x", { from: "Ida", offeredBy: "Ann", expiresAt, isQuarantined: true, isHeld: false, workloads: 2 }],
    [
      "off_y",
      { from: "Joe", offeredBy: "Joe", expiresAt, isQuarantined: false, isHeld: false, workloads: 0 },
    ],
  ]);
  const page = renderToStaticMarkup(createElement(MayDo, { group, offers, ...rest }));
  expect(page).toMatch(
    /agt_x.*Current owner: Ida · Transferred by: Ann · Expires .* · Quarantined.*agt_y.*Current owner: Joe · Transferred by: Joe · Expires /,
  );
  expect(page.match(/Quarantined/g)).toHaveLength(1);
  expect(page.match(/Labels: None/g)).toHaveLength(2);
});

test.each([
  [1, "Its workload identity is removed. An admin has to add it again."],
  [2, "Its 2 workload identities are removed. An admin has to add them again."],
])("the new owner reads that %i workload identities end", (workloads, sentence) => {
  const group = { agents: [agent("x")], rules: [], moreRules: 0 };
  const facts = { from: "Ida", offeredBy: "Ann", expiresAt: now, isQuarantined: false, isHeld: false };
  const offers = new Map([["off_x", { ...facts, workloads }]]);
  const page = renderToStaticMarkup(createElement(MayDo, { group, offers, ...rest }));
  expect(page).toContain(sentence);
});
