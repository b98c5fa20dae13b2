import type { Untyped } from "#client/json/untyped";
import { around, draw, drawing, ownership, put, type Row, terms, zurich } from "../vector.ts";

const delegate = { as: { capacity: "delegate" as const, onBehalfOf: "per_away" } };
const breakGlass = { as: { capacity: "break_glass" as const, breakGlassReason: "Fire" } };
const twoOffers = { accepts: 2, sign: (s: Untyped) => ({ ...s, agents: [s.agents[0], s.agents[0]] }) };

const signed = { resource: "charge/ch_81", params: { amount: 1250, currency: "USD" } };
const params = (more: object) => drawing({ params: { amount: 900, currency: "USD", ...more } });
const drawn = (path: string, value: unknown) => around(put(path, value), draw);
const fixedTotal = (total: unknown) =>
  terms(
    { may_differ: [] },
    { drawn: { ...signed, type: "refund.create" }, change: put("approval.draw.total", total) },
  );
const untyped = { fails: ["form", "agreement"] };

/** Draws outside of what was signed. */
const wrongDraws: Row[] = [
  ["draw-amount", "a draw above the largest amount", params({ amount: 1250.01 })],
  ["draw-nothing", "a draw of no amount", params({ amount: 0 })],
  ["draw-negative", "a draw of a negative amount", params({ amount: -1 })],
  ["draw-amount-as-text", "a draw of an amount that is text", params({ amount: "900" })],
  ["draw-currency", "a draw in another currency", params({ currency: "JPY" })],
  ["draw-added", "a draw with a parameter that wasn't signed", params({ speed: "instant" })],
  ["draw-added-member", "a draw with a parameter inside another", params({ amount: { value: 900 } })],
  ["draw-left-out", "a draw without a signed parameter", drawing({ params: { amount: 900 } })],
  ["draw-resource", "a draw of another resource", drawing({ resource: "charge/ch_83" })],
  ["draw-without-resource", "a draw without a resource", drawing({ resource: undefined })],
  ["draw-type", "a draw of another type", drawing({ type: "refund.other" })],
  [
    "draw-type-may-differ",
    "a draw of another type, which never differs",
    terms(
      { may_differ: [{ path: "/type", one_of: ["refund.other"] }] },
      { drawn: { ...signed, type: "refund.other" } },
    ),
  ],
  [
    "draw-audience",
    "a draw for a tool that wasn't signed",
    drawing({ audience: "https://payments.example" }),
  ],
  [
    "draw-digest",
    "another digest around a draw, in its grant too",
    around((r) => {
      r.request.action_digest = "AAAA";
      r.grant.claims.authorization_details[0].digest = "AAAA";
    }, draw),
  ],
  ["draw-above-count", "a draw after the last", drawn("approval.draw.number", 21)],
  ["draw-zero", "a draw before the first", drawn("approval.draw.number", 0)],
  ["draw-total-above-the-terms", "a draw above the total", drawn("approval.draw.total", 20_000.01)],
  ["draw-total-left-out", "no total, and the terms limit it", drawn("approval.draw.total", undefined)],
  ["draw-total-added", "a total, and the terms limit none", terms({ total: undefined })],
  [
    "draw-total-below-the-amount",
    "a total below the amount of the draw itself",
    drawn("approval.draw.total", 899.99),
  ],
  ["draw-total-of-nothing", "a total of 0, where no place of an amount is signed", fixedTotal(0)],
  ["draw-total-as-true", "a total that is true", fixedTotal(true), untyped],
  ["draw-total-as-text", "a total that is text", drawn("approval.draw.total", "2700"), untyped],
  ["draw-left-out-of-approval", "a draw that doesn't say so", drawn("approval.draw", undefined)],
  [
    "draw-of-approval",
    "a draw from a statement that approves one request",
    around(put("approval.draw", { standing_approval: "sta_1", number: 1 })),
  ],
  [
    "draw-of-read-request",
    "a draw for the request that was read",
    around((r) => {
      r.request.id = "req_r";
      r.grant.claims.txn = "req_r";
    }, draw),
  ],
  ["draw-decision", "another decision around a draw", drawn("approval.decision", "approve_standing")],
  ["draw-agent", "another agent around a draw", drawn("request.agent.id", "agt_x")],
  ["draw-approver", "another approver around a draw", drawn("approver.id", "per_x")],
  ["draw-capacity", "another capacity around a draw", drawn("approval.capacity", "backup")],
  [
    "draw-too-early",
    "drawn before the statement was issued",
    drawn("approval.at", "2026-11-24T13:59:59.999Z"),
  ],
  ["draw-before-hours", "a draw before the signed hours", terms(zurich("15:15", "18:00"))],
  ["draw-after-hours", "a draw after the signed hours", terms(zurich("08:00", "15:00"))],
  [
    "draw-at-end-of-hours",
    "a draw in the minute that ends the signed hours",
    terms(zurich("08:00", "15:05"), { change: put("approval.at", "2026-11-24T14:05:00.000Z") }),
  ],
  [
    "draw-outside-hours-overnight",
    "a draw outside hours that cross midnight",
    terms(zurich("22:00", "06:00")),
  ],
  [
    "draw-hours-of-another-zone",
    "a draw within the hours in UTC, and outside them in their zone",
    terms({ hours: { from: "13:00", to: "15:00", zone: "Europe/Zurich" } }),
  ],
  [
    "draw-hours-of-no-zone",
    "a draw within hours of a time zone that doesn't exist",
    terms({ hours: { from: "00:00", to: "23:59", zone: "Europe/Atlantis" } }),
  ],
  ["draw-too-late", "drawn after the statement expired", drawn("approval.at", "2026-11-24T14:15:00.001Z")],
];

/** Members that differ from the signed ones. */
export const wrongAgreement: Row[] = [
  ...wrongDraws,
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
