import { expect, test } from "vitest";
import { compilePolicy } from "#lib/policy/engine/load";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { PastJudge } from "./judge.ts";
import { judgePage, type PastRequest } from "./judge-page.ts";
import { emptySummary, Tally } from "./tally.ts";

test("other work runs while a page is evaluated", async () => {
  const policy = {
    version: 1,
    digest: "test",
    defaultOutcome: "step_up",
    unclassified: "default_outcome",
    catalog: defaultCatalog,
  } as const;
  const draft = new PastJudge(
    compilePolicy({ ...policy, catalog: [...defaultCatalog], rules: defaultRules }),
  );
  const page = Array.from({ length: 5000 }, (_, index): PastRequest => {
    const params = { amount: (index % 90) + 1, currency: "USD" };
    return {
      ...{ id: `req_${index}`, agent_id: "agt_1", owner_id: "per_1", facts: null, state: "allowed" },
      ...{
        action: JSON.stringify({ type: "refund.create", params }),
        approvals_required: 0,
        requirements: null,
      },
      ...{ rule_ids: [], asked_at: 0, counted_until: 0 },
    };
  });
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const changes = await judgePage(page, { draft, baseline: undefined }, new Tally(emptySummary));
  isOver = true;
  expect(changes).toEqual([]);
  // Judging takes many times as long as one slice.
  expect(turns).toBeGreaterThan(5);
});
