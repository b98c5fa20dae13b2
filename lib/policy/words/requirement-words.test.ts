import { expect, test } from "vitest";
import { plainRequirement, type Requirement } from "#lib/policy/language/requirement";
import { requirementWords } from "./requirement-words.ts";

const groups = new Map([["grp_1", "Finance"]]);

test.each<[Requirement, string]>([
  [plainRequirement(1), "1 approval, by the owner or a backup approver"],
  [plainRequirement(2), "2 approvals, by the owner and backup approvers"],
  [
    { approvals: 1, approvers: { kind: "owner" }, escalateAfterSeconds: 3600 },
    "1 approval, by the owner; backup approvers can decide after 1 hour",
  ],
  [
    { approvals: 3, approvers: { kind: "owner_and_group", group: "grp_1" } },
    "3 approvals, by the owner plus 2 other people from Finance",
  ],
])("%j is described in plain words", (requirement, words) => {
  expect(requirementWords(requirement, groups)).toBe(words);
});
