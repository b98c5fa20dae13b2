import { around, ownership, put, type Row, slug, stating, voided } from "../vector.ts";

const offset = "2026-11-24T15:00:05+01:00";

const places = [
  ...["issued_at", "approval.at", "passkey.enrolled_at", "passkey.confirmed.at", "request.created_at"],
  ...["request.closed_at", "grant.issued_at", "grant.expires_at", "grant.closed_at"],
];

/** Times of another form, one of each. */
export const wrongTimes: Row[] = [
  ...places.map((path): Row => [slug(path), `${path} with an offset`, around(put(path, offset))]),
  [
    "request-edit-at",
    "request.edit.at with an offset",
    around(put("request.edit.at", offset), { isEdited: true }),
  ],
  [
    "approval-voided-at",
    "approval.voided.at with an offset",
    around((r) => {
      voided(r);
      r.approval.voided.at = offset;
    }),
  ],
  [
    "statement-issued-at",
    "issued_at of the statement with an offset",
    stating({ issued_at: "2026-11-24T15:00:00+01:00" }),
  ],
  [
    "statement-expires-at",
    "expires_at of the statement with an offset",
    stating({ expires_at: "2026-11-24T15:15:00+01:00" }),
  ],
  [
    "words",
    "a time with words after it",
    around(put("request.created_at", "Tue, 24 Nov 2026 14:00:00 GMT (by the board)")),
  ],
  ["without-zone", "a time without a zone", around(put("issued_at", "2026-11-24T14:00:00"))],
  ["date", "a date without a time", around(put("issued_at", "2026-11-24"))],
  ["day", "30 February", around(put("passkey.enrolled_at", "2026-02-30T14:00:00.000Z"))],
  ["hour", "an hour that doesn't exist", around(put("passkey.enrolled_at", "2026-02-20T25:00:00.000Z"))],
  ["ownership-at", "at of an ownership receipt with an offset", ownership({ change: put("at", offset) })],
  [
    "ownership-issued-at",
    "issued_at of an ownership receipt with an offset",
    ownership({ change: put("issued_at", offset) }),
  ],
  [
    "ownership-key-added-at",
    "added_at of a key with an offset",
    ownership({
      accepts: 1,
      sign: (s) => {
        s.agents[0].keys[0].added_at = offset;
        return s;
      },
    }),
  ],
];
