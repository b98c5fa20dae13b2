import fc from "fast-check";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { histories } from "./testing/random-histories.ts";
import { ceiling, openRefunds, sampleDraws } from "./testing/standing-approvals.ts";
import { StandingHistory } from "./testing/standing-history.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
await openRefunds(workspace, admin, ceiling);

test("in any order of events, exactly what was signed and is left runs without a person", async () => {
  sampleDraws(false);
  let draws = 0;
  const property = fc.asyncProperty(histories, async (steps) => {
    const history = new StandingHistory(workspace, owner, await workspace.agent(admin, owner));
    for (const step of steps) await history.act(step);
    draws += history.model.draws;
  });
  // Stops in time to print the shortest history that it has found.
  await fc.assert(property, { numRuns: 15, interruptAfterTimeLimit: 45_000 });
  expect(draws).toBeGreaterThan(0);
});
