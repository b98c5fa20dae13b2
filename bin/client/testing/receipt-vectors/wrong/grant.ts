import { approval, around, draw, put, type Row } from "../vector.ts";

const claiming = (path: string, value: unknown) => around(put(`grant.claims.${path}`, value));
const details = "authorization_details.0";
const audience = { type: "refund.create", params: { amount: 1 }, audience: "https://payments.example" };

const draws = (path: string, value: unknown) => around(put(`grant.claims.${path}`, value), draw);

/** Grants for something else than what was signed. */
export const wrongGrants: Row[] = [
  ["id", "claims of another grant", around(put("grant.id", "gnt_x"))],
  ["request", "a grant for another request", claiming("txn", "req_x")],
  ["agent", "a grant for another agent", claiming("act.sub", "agt_x")],
  ["owner", "a grant of another owner", claiming("sub", "per_x")],
  ["owner-epoch", "a grant of another owner epoch", claiming("owner_epoch", 2)],
  ["without-owner-epoch", "a grant without an owner epoch", claiming("owner_epoch", undefined)],
  ["digest", "a grant for another action digest", claiming(`${details}.digest`, "AAAA")],
  ["action-type", "a grant for another action type", claiming(`${details}.action`, "refund.other")],
  ["resource", "a grant for another resource", claiming(`${details}.resource`, "charge/ch_1")],
  ["parameters", "a grant for other parameters", claiming(`${details}.params.amount`, 1)],
  ["draw-of-read-request", "a grant of a draw for the request that was read", draws("txn", "req_r")],
  [
    "draw-resource",
    "a grant of a draw for the resource that was read",
    draws(`${details}.resource`, "charge/ch_81"),
  ],
  [
    "draw-parameters",
    "a grant of a draw for the amount that was read",
    draws(`${details}.params.amount`, 1250),
  ],
  ["draw-digest", "a grant of a draw for another action digest", draws(`${details}.digest`, "AAAA")],
  ["draw-owner-epoch", "a grant of a draw of another owner epoch", draws("owner_epoch", 2)],
  [
    "second-action",
    "a grant for a second action",
    around(({ grant }) => grant.claims.authorization_details.push({ digest: "AAAA" })),
  ],
  [
    "audience",
    "a grant for another tool",
    approval({ action: audience, change: (r) => put("claims.aud", "https://evil.example")(r.grant) }),
  ],
];
