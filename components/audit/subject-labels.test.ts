import { expect, test } from "vitest";
import { subjectLabelIn } from "./subject-labels.ts";

test.each([
  ["request.pending", "person", "Owner"],
  ["grant.redeemed", "person", "Owner"],
  ["agent.created", "person", "Owner"],
  ["agent.offered", "person", "New owner"],
  ["request.approval_voided", "person", "Approver"],
  ["agent.backups_changed", "person", "Person"],
  ["person.left", "person", "Person"],
  ["request.pending", "agent", "Agent"],
])("the subject of %s called %s is labeled %s", (type, kind, label) => {
  expect(subjectLabelIn(type, kind)).toBe(label);
});
