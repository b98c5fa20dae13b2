import { expect, test } from "vitest";
import { plainRequirement, type Requirement } from "#lib/policy/language/requirement";
import { requirementWords } from "./requirement-words.ts";

const groups = new Map([["grp_1", "Finance"]]);

test.each<[Requirement, string]>([
  [plainRequirement(1), "1 approval from the owner or a backup approver"],
  [plainRequirement(2), "2 approvals from the owner or backup approvers"],
  [
    { approvals: 1, approvers: { kind: "owner" }, escalateAfterSeconds: 3600 },
    "1 approval from the owner (backup approvers can decide after 1 hour)",
  ],
  [
    { approvals: 3, approvers: { kind: "owner_and_group", group: "grp_1" } },
    "3 approvals from the owner and 2 other members of Finance",
  ],
  [
    { approvals: 1, approvers: { kind: "group", group: "grp_1", ownerExcluded: false } },
    "1 approval from a member of Finance",
  ],
  [
    { approvals: 2, approvers: { kind: "group", group: "grp_1", ownerExcluded: true } },
    "2 approvals from members of Finance, excluding the owner",
  ],
])("%j is described in plain words", (requirement, words) => {
  expect(requirementWords(requirement, groups)).toBe(words);
});
