import type { Untyped } from "#client/json/untyped";
import { type Fact, visible } from "../visible.ts";

/** Checks that the signed statement has exactly the members of its capacity. */
export function checkCapacity({ capacity, on_behalf_of, break_glass_reason }: Untyped) {
  if ((capacity === "delegate") !== (on_behalf_of !== undefined))
    throw new Error("only a delegate can approve on someone's behalf");
  if ((capacity === "break_glass") !== (break_glass_reason !== undefined))
    throw new Error("only a break-glass approval has a reason");
  if (break_glass_reason === "") throw new Error("its break-glass reason is empty");
}

/** Checks that the receipt's capacity is the signed one. */
export function checkCapacityAgrees(statement: Untyped, approval: Untyped) {
  same("capacity", statement.capacity, approval.capacity);
  same("on behalf of", statement.on_behalf_of, approval.on_behalf_of?.id);
  same("break-glass reason", statement.break_glass_reason, approval.break_glass_reason);
}

function same(what: string, signed: unknown, stated: unknown) {
  if (signed !== stated) throw new Error(`${what}: ${signed} in one place, ${stated} in the other`);
}

/** The capacity of an approval, for people. */
export function capacityFacts(
  { approval }: Untyped,
  { capacity, on_behalf_of, break_glass_reason }: Untyped,
): Fact[] {
  if (capacity === "delegate")
    return [
      [
        "as",
        `delegate for ${visible(approval.on_behalf_of?.name ?? on_behalf_of)} (${visible(on_behalf_of)})`,
      ],
    ];
  if (capacity === "break_glass")
    return [
      ["as", "BREAK-GLASS: one admin alone, without the required approvals"],
      ["reason", visible(break_glass_reason)],
    ];
  return [["as", visible(capacity)]];
}
