import type { Untyped } from "#client/json/untyped";
import {
  approval,
  around,
  descriptor,
  draw,
  drawing,
  ownership,
  put,
  type Row,
  terms,
  voided,
  zurich,
} from "./vector.ts";

/** Names and values that the canonical form of RFC 8785 orders and writes in one way alone. */
const rare: Untyped = {
  "\u20ac": 9007199254740991,
  "\r": 1e-7,
  "\ufb33": 0.1,
  "\ud83d\ude00": "\u0000\u007f\u2028\u{1f600}",
  "1": [true, null, { b: -0.5, a: 0.002 }],
};

const refund = { type: "refund.create", resource: "charge/ch_81", params: { amount: 1250, currency: "USD" } };

const later = { by: "per_other", at: "2026-11-24T14:00:01.000Z" };

const zoned = { needs: ["time zones" as const] };

const withoutTotal = put("approval.draw.total", undefined);

/** Receipts that a verifier could refuse by mistake. */
export const unusual: Row[] = [
  ["voided", "the approval was voided before the request was approved", around(voided)],
  ["with-note", "the approver wrote a note", around(put("approval.note", "Checked with \u202ethe customer"))],
  ["without-grant", "the grant isn't issued yet", around(put("grant", undefined))],
  [
    "redeemed",
    "the grant is redeemed, and the request closed",
    around((r) => {
      Object.assign(r.grant, {
        state: "redeemed",
        closed_at: "2026-11-24T14:02:00.000Z",
        redeemed_by: "tool",
      });
      r.request.closed_at = "2026-11-24T14:00:05.000Z";
    }),
  ],
  [
    "audience",
    "the action names the tool that the grant is for",
    approval({
      action: { type: "refund.create", params: { amount: 1 }, audience: "https://payments.example" },
    }),
  ],
  [
    "edited-by-another",
    "another approver edited the action: this statement has no edit",
    approval({
      isEdited: true,
      sign: ({ edit: _, ...statement }) => statement,
      change: (r) => Object.assign(r.request.edit ?? {}, later),
    }),
  ],
  ["environment", "the workspace names its environment", approval({ environment: "production" })],
  ["built-in-descriptor", "shown by a built-in descriptor", approval({ descriptor, builtIn: 1 })],
  [
    "together-two",
    "the first statement of the smallest batch",
    approval({ together: { count: 2, index: 0 } }),
  ],
  ["together-odd", "the second of seven statements", approval({ together: { count: 7, index: 1 } })],
  ["together-last", "the last of seven statements", approval({ together: { count: 7, index: 6 } })],
  [
    "together-twenty",
    "the last statement of the largest batch",
    approval({ together: { count: 20, index: 19 } }),
  ],
  [
    "at-the-start",
    "approved when the statement was issued",
    around(put("approval.at", "2026-11-24T14:00:00Z")),
  ],
  [
    "at-the-end",
    "approved when the statement expired",
    around(put("approval.at", "2026-11-24T14:15:00.000Z")),
  ],
  [
    "rare-json",
    "numbers and names that RFC 8785 writes in one way",
    approval({ action: { type: "a.b", params: rare } }),
  ],
  [
    "more-client-data",
    "client data with a member of a later version of WebAuthn",
    approval({
      faults: { clientData: (text) => text.replace("{", '{"other_keys_can_be_added_here":{"a":1},') },
    }),
  ],
  [
    "short-client-data",
    "client data without crossOrigin",
    approval({ faults: { clientData: (text) => text.replace(',"crossOrigin":false', "") } }),
  ],
  [
    "synced-passkey",
    "a passkey that is backed up",
    approval({ faults: { backupEligible: true, backedUp: true } }),
  ],
  [
    "extensions",
    "authenticator data with extensions",
    approval({
      faults: {
        authenticatorData: (bytes) => {
          const extended = Buffer.concat([bytes, Buffer.from("a16b6372656450726f7465637402", "hex")]);
          extended[32] = (extended[32] ?? 0) | 0x80;
          return extended;
        },
      },
    }),
  ],
  ["counter-of-zero", "a passkey that doesn't count its signatures", approval({ faults: { counter: 0 } })],
  [
    "parent-site",
    "a page of a subdomain of the passkey's site",
    approval({ rpId: "countersign.example", origin: "https://approve.countersign.example:8443" }),
  ],
  [
    "unconfirmed-passkey",
    "a passkey that other people could also hold",
    around((r) => {
      delete r.passkey.confirmed;
      r.passkey.vouched_by = [r.passkey.issued_by];
    }),
  ],
  [
    "draw-first",
    "the first draw, of the same action: its amount is the total",
    drawing(refund, {
      change: (r) => Object.assign(r.approval.draw ?? {}, { number: 1, total: 1250 }),
    }),
  ],
  [
    "draw-last",
    "the last draw, of all that was left, when the standing approval expired",
    around(
      (r) => {
        Object.assign(r.approval.draw, { number: 20, total: 20_000 });
        r.approval.at = "2026-11-24T14:15:00.000Z";
      },
      { ...draw, as: { capacity: "group" } },
    ),
  ],
  ["draw-without-grant", "a draw whose grant isn't issued yet", around(put("grant", undefined), draw)],
  [
    "draw-fixed",
    "a draw of the same action, where nothing may differ",
    terms({ may_differ: [], total: undefined }, { drawn: refund, change: withoutTotal }),
  ],
  [
    "draw-without-total",
    "a draw of any amount up to the signed one, as the terms limit no total",
    terms({ total: undefined }, { change: withoutTotal }),
  ],
  ["draw-in-hours", "a draw within the hours of the day", terms(zurich("15:00", "18:00")), zoned],
  [
    "draw-in-hours-overnight",
    "a draw within hours that cross midnight",
    terms(zurich("15:00", "02:00")),
    zoned,
  ],
  [
    "draw-in-hours-of-its-zone",
    "a draw within hours that are on another day in UTC",
    terms(
      { hours: { from: "04:00", to: "05:00", zone: "Pacific/Kiritimati" } },
      { change: put("approval.at", "2026-11-24T14:00:00Z") },
    ),
    zoned,
  ],
  [
    "draw-other-values",
    "values of each type that may differ",
    terms(
      {
        may_differ: [
          { path: "/params/a~1b", one_of: [true, 7, "7"] },
          { path: "/params/list/0/c~0d", one_of: [false, 0.5] },
          { path: "/params/rate", up_to: 0.25 },
        ],
      },
      {
        action: { type: "a.b", params: { "a/b": true, list: [{ "c~d": 0.5 }, {}], rate: 0.25 } },
        drawn: { type: "a.b", params: { "a/b": "7", list: [{ "c~d": false }, {}], rate: 0.1 } },
      },
    ),
  ],
  [
    "ownership-at-the-end",
    "signed ten minutes after the statement expired",
    ownership({ accepts: 1, change: put("at", "2026-11-24T14:25:00.000Z") }),
  ],
];
