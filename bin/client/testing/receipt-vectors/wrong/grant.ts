import { approval, around, put, type Row } from "../vector.ts";

const claiming = (path: string, value: unknown) => around(put(`grant.claims.${path}`, value));
const details = "authorization_details.0";
const audience = { type: "refund.create", params: { amount: 1 }, audience: "https://payments.example" };

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
