import type { Untyped } from "#client/json/untyped";
import { actionDigest } from "#lib/policy/language/action";
import { around, put, type Row, stating } from "../vector.ts";

/** A digest of another action than the signed one. */
export const wrongDigest: Row[] = [
  [
    "another-action",
    "the digest of another action",
    stating(
      { action_digest: "AAAA" },
      {
        change: (r: Untyped) => {
          put("request.action_digest", "AAAA")(r);
          put("grant.claims.authorization_details.0.digest", "AAAA")(r);
        },
      },
    ),
  ],
];

const elsewhere = [{ op: "replace", path: "/params/amount", value: 1 }];
const edited = { isEdited: true };

const withoutAmount = { type: "refund.create", resource: "charge/ch_81", params: { currency: "USD" } };
const fromNothing = actionDigest("agt_a", withoutAmount);

/** Edits that don't lead from what the agent asked for to what was signed. */
export const wrongEdits: Row[] = [
  ["left-out", "what the agent asked for is left out", around(put("request.edit", undefined), edited)],
  [
    "asked",
    "another action than the agent asked for",
    around(put("request.edit.asked.params.amount", 9001), edited),
  ],
  [
    "asked-digest",
    "another digest of what the agent asked for",
    around(put("request.edit.asked_digest", "AAAA"), edited),
  ],
  ["by", "an edit by another person", around(put("request.edit.by", "per_x"), edited)],
  [
    "patch",
    "another patch than the signed one, with the same result",
    around((r) => r.request.edit.patch.push(r.request.edit.patch[0]), edited),
  ],
  [
    "added",
    "a patch that replaces a value that the agent didn't ask for",
    around(
      (r) => {
        Object.assign(r.request.edit, { asked: withoutAmount, asked_digest: fromNothing });
      },
      { ...edited, sign: (s) => ({ ...s, edit: { ...s.edit, from: fromNothing } }) },
    ),
  ],
  [
    "result",
    "a patch that leads to another action",
    around(put("request.edit.patch", elsewhere), {
      ...edited,
      sign: (s) => ({ ...s, edit: { ...s.edit, patch: elsewhere } }),
    }),
  ],
];
