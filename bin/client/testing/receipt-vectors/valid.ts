import { type PasskeyAlgorithm, passkeyAlgorithms } from "#lib/passkeys/testing/soft-credential";
import type { OwnershipBend } from "../example-ownership-receipt.ts";
import type { Bend } from "../example-receipt.ts";
import { unusual } from "./unusual.ts";
import { approval, descriptor, draw, type Need, ownership, type Row, seven, shell } from "./vector.ts";

const approvals: [string, string, Bend, Need[]?][] = [
  ["single", "approved by the owner", { descriptor }],
  ["edited", "the approver lowered the amount", { descriptor, isEdited: true }],
  ["together", "signed together with six others", { descriptor, together: seven }],
  ["delegate", "approved on behalf of the owner", { as: { capacity: "delegate", onBehalfOf: "per_away" } }],
  ["group", "approved as a member of a group", { as: { capacity: "group" } }],
  [
    "break-glass",
    "approved by one admin alone",
    { as: { capacity: "break_glass", breakGlassReason: "Payments are down and nobody else is awake" } },
  ],
  ["draw", "drawn from a standing approval of the owner", { ...draw, descriptor }],
  ["shell-command", "what the approver saw includes what the command does", shell, ["shell commands"]],
];

const ownerships: [string, string, OwnershipBend][] = [
  ["acceptance", "a new owner accepted an agent", { accepts: 1 }],
  ["acceptance-of-three", "a new owner accepted three agents with one signature", { accepts: 3 }],
  ["confirmation", "an owner confirmed the ownership of two agents", {}],
];

const algorithms = Object.keys(passkeyAlgorithms) as PasskeyAlgorithm[];

/** Receipts that every verifier accepts, by the folder of each. */
export const valid: Record<string, Row[]> = {
  approvals: approvals.flatMap(([name, about, bend, needs]) =>
    algorithms.map((algorithm): Row => {
      const make = approval({ ...bend, algorithm });
      return [`${name}-${algorithm.toLowerCase()}`, `${about}, ${algorithm}`, make, needs && { needs }];
    }),
  ),
  ownership: ownerships.flatMap(([name, about, bend]) =>
    algorithms.map((algorithm): Row => {
      const make = ownership({ ...bend, algorithm });
      return [`${name}-${algorithm.toLowerCase()}`, `${about}, ${algorithm}`, make];
    }),
  ),
  unusual,
};
