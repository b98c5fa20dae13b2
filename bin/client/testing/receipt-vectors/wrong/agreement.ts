import type { Untyped } from "#client/json/untyped";
import { around, ownership, put, type Row } from "../vector.ts";

const delegate = { as: { capacity: "delegate" as const, onBehalfOf: "per_away" } };
const breakGlass = { as: { capacity: "break_glass" as const, breakGlassReason: "Fire" } };
const twoOffers = { accepts: 2, sign: (s: Untyped) => ({ ...s, agents: [s.agents[0], s.agents[0]] }) };

/** Members that differ from the signed ones. */
export const wrongAgreement: Row[] = [
  ["decision", "another decision around the statement", around(put("approval.decision", "deny"))],
  ["request", "another request around the statement", around(put("request.id", "req_x"))],
  ["agent", "another agent around the statement", around(put("request.agent.id", "agt_x"))],
  ["owner", "another owner around the statement", around(put("request.owner", "per_x"))],
  [
    "approver",
    "another approver around the statement",
    around(put("approver", { id: "per_x", name: "Mallory" })),
  ],
  ["action", "another action around the statement", around(put("request.action.params.amount", 1))],
  ["digest", "another digest around the statement", around(put("request.action_digest", "AAAA"))],
  ["capacity", "another capacity around the statement", around(put("approval.capacity", "backup"))],
  ["represented", "another represented person", around(put("approval.on_behalf_of.id", "per_x"), delegate)],
  [
    "represented-left-out",
    "the represented person is left out",
    around(put("approval.on_behalf_of", undefined), delegate),
  ],
  [
    "represented-added",
    "a represented person, and the statement names none",
    around(put("approval.on_behalf_of", { id: "per_x", name: "Mallory" })),
  ],
  [
    "reason",
    "another reason of break-glass",
    around(put("approval.break_glass_reason", "Flood"), breakGlass),
  ],
  [
    "reason-added",
    "a reason of break-glass that wasn't signed",
    around(put("approval.break_glass_reason", "Fire")),
  ],
  [
    "too-early",
    "approved before the statement was issued",
    around(put("approval.at", "2026-11-24T13:59:59.999Z")),
  ],
  [
    "too-late",
    "approved after the statement expired",
    around(put("approval.at", "2026-11-24T14:15:00.001Z")),
  ],
  [
    "ownership-signer",
    "another signer of an acceptance",
    ownership({ accepts: 1, change: put("signer.id", "per_x") }),
  ],
  [
    "ownership-confirmer",
    "another signer of a confirmation",
    ownership({ change: put("signer.id", "per_x") }),
  ],
  ["ownership-offer", "an offer that wasn't accepted", ownership({ accepts: 2, change: put("id", "off_3") })],
  ["ownership-offer-twice", "an offer that is accepted twice", ownership(twoOffers)],
  [
    "ownership-too-early",
    "signed before the statement was issued",
    ownership({ change: put("at", "2026-11-24T13:59:59.999Z") }),
  ],
  [
    "ownership-too-late",
    "signed more than ten minutes after the statement expired",
    ownership({ change: put("at", "2026-11-24T14:25:00.001Z") }),
  ],
];
