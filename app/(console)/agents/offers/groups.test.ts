import { expect, test } from "vitest";
import { groupsOf } from "./groups.ts";

const common = { v: 1 as const, decision: "accept_ownership" as const, nonce: "n", new_owner: "per_1" };
const authority = {
  ...{ policy_version: 1, policy_digest: "d", default_outcome: "step_up" as const },
  rules: [
    { id: "a", words: "A" },
    { id: "b", words: "B" },
  ],
};
const agent = (name: string, rules: string[]) => ({
  ...{ offer: `off_${name}`, agent: `agt_${name}`, name, labels: [], from: "per_2", owner_epoch: 1 },
  ...{ rules, more_rules: 0, keys: [], keep_keys: false },
});

test("every agent in the statement is shown once, with exactly the rules that apply to the agent", () => {
  const agents = [agent("x", ["a"]), agent("y", ["a", "b"]), agent("z", ["a"])];
  const groups = groupsOf({ ...common, issued_at: "", expires_at: "", agents, authority });
  expect(
    groups.map((group) => [group.agents.map(({ name }) => name), group.rules.map(({ id }) => id)]),
  ).toEqual([
    [["x", "z"], ["a"]],
    [["y"], ["a", "b"]],
  ]);
});
