import { around, draw, headed, ownership, put, type Row, seven, slug, voided } from "../vector.ts";

const unknown: [string, Parameters<typeof around>[1]?][] = [
  ["except"],
  ["approval.except"],
  ["approver.except"],
  ["evidence.except"],
  ["passkey.except"],
  ["passkey.issued_by.except"],
  ["passkey.confirmed.except"],
  ["approval.on_behalf_of.except", { as: { capacity: "delegate", onBehalfOf: "per_away" } }],
  ["relying_party.except"],
  ["request.except"],
  ["request.agent.except"],
  ["request.policy.except"],
  ["request.approvals.except"],
  ["request.edit.except", { isEdited: true }],
  ["batch.except", { together: seven }],
  ["grant.except"],
  ["approval.draw.except", draw],
];

const missing = [
  ...["issued_at", "issuer", "approval.id", "approver.name", "evidence.credential_id"],
  ...["passkey", "passkey.enrolled_via", "passkey.enrolled_at", "passkey.vouched_by"],
  ...["request.state", "request.policy", "request.approvals", "request.created_at", "request.agent.name"],
  ...["grant.state", "grant.issued_at"],
];

const ofAnotherType: [string, unknown][] = [
  ["approval.note", null],
  ["grant.redeemed_by", null],
  ["request.approvals.required", "1"],
  ["request.policy.version", 7.5],
  ["request.policy.rules", "refunds"],
  ["passkey.vouched_by", {}],
];

const person = { id: "per_a", name: "Ada Admin" };
const keyed = (change: (receipt: object) => void) => headed((usual) => usual, change);

/** Receipts with other members, or values of another type, around the statement. */
export const wrongForm: Row[] = [
  ...unknown.map(
    ([path, bend]): Row => [
      `unknown-${slug(path)}`,
      `the unknown member ${path}`,
      around(put(path, "this"), bend),
    ],
  ),
  [
    "unknown-approval-voided-except",
    "an unknown member of a voided approval",
    around((r) => {
      voided(r);
      r.approval.voided.except = "this";
    }),
  ],
  [
    "unknown-passkey-vouched-by-except",
    "an unknown member of a person who could hold the passkey",
    around(put("passkey.vouched_by", [{ ...person, except: "this" }])),
  ],
  [
    "unknown-passkey-confirmed-by-except",
    "an unknown member of the admin who confirmed the passkey",
    around(put("passkey.confirmed.by", { ...person, except: "this" })),
  ],
  ["unknown-keys-except", "an unknown member of the key set", keyed(put("keys.except", "this"))],
  ["unknown-key-except", "an unknown member of a key", keyed(put("keys.keys.0.except", "this"))],
  ["without-keys", "no keys", keyed(put("keys", undefined))],
  ["no-key", "a key set without a key", keyed(put("keys.keys", []))],
  [
    "unknown-asked",
    "an unknown member of the action that the agent asked for, which its digest doesn't cover",
    around(put("request.edit.asked.except", "this"), { isEdited: true }),
    { fails: ["form", "edit"] },
  ],
  [
    "unknown-ownership",
    "an unknown member of an ownership receipt",
    ownership({ change: put("except", "this") }),
  ],
  [
    "unknown-ownership-signer",
    "an unknown member of the signer",
    ownership({ change: put("signer.except", 1) }),
  ],
  ...missing.map((path): Row => [`without-${slug(path)}`, `no ${path}`, around(put(path, undefined))]),
  [
    "without-ownership-issuer",
    "no issuer of an ownership receipt",
    ownership({ change: put("issuer", undefined) }),
  ],
  ...ofAnotherType.map(
    ([path, value]): Row => [
      `type-of-${slug(path)}`,
      `${path} is ${JSON.stringify(value)}`,
      around(put(path, value)),
    ],
  ),
];
