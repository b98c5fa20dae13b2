import { expect, test } from "vitest";
import type { StandingApproval } from "#lib/approvals/standing/approvals/list";
import type { StandingDenial } from "#lib/approvals/standing/list";
import { rule } from "#lib/policy/testing/judge";
import { permissionsOf, stopsOf } from "./permissions.ts";

const words = {
  catalog: [],
  names: { actions: new Map(), agents: new Map(), groups: new Map() },
  now: new Date("2026-11-24T12:00:00Z"),
};
const approvalOf = (type: string) =>
  ({ id: `sta_${type}`, statement: { action: { type } } }) as StandingApproval;
const denialOf = (actionType: string) => ({ id: `apr_${actionType}`, actionType }) as StandingDenial;

test("each type has all its rules, and what stands for it, also without a rule", () => {
  const rules = [
    rule({ id: "own", outcome: "step_up", actions: ["refund.create"] }),
    rule({ id: "several", outcome: "block", actions: ["refund.*"] }),
  ];
  const standing = { approvals: [approvalOf("refund.create")], denials: [denialOf("message.send")] };
  const found = permissionsOf(rules, words, standing).map((permission) => [
    permission.type,
    ...permission.rules.map(({ id }) => id),
    ...permission.approvals.map(({ id }) => id),
    ...permission.denials.map(({ id }) => id),
  ]);
  expect(found).toEqual([
    ["refund.create", "own", "several", "sta_refund.create"],
    ["message.send", "apr_message.send"],
    [undefined, "several"],
  ]);
});

const hold = { by: "Ann" } as never;

test.each([
  ["active", null, true, false, []],
  ["active", null, true, true, ["Frozen"]],
  ["quarantined", hold, true, true, ["Frozen", "On hold"]],
  ["quarantined", hold, false, false, ["On hold", "Orphaned"]],
  ["quarantined", null, true, false, ["Quarantined"]],
  ["revoked", null, true, true, ["Revoked"]],
] as const)("an agent that is %s names what stops it", (status, held, isOwnerActive, isFrozen, titles) => {
  const stops = stopsOf({ status, hold: held, isOwnerActive }, isFrozen);
  expect(stops.map(({ title }) => title)).toEqual(titles);
});
