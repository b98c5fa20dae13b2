import type { OwnershipReceipt } from "#lib/ownership/receipt";
import type { Receipt } from "#lib/receipts/receipt";
import { list, members, number, object, only, text, whole } from "./form.ts";
import { actionForm, patchForm } from "./statement-forms.ts";

// The members around the signed statements: the tables of docs/receipts.md.

type Request = Receipt["request"];
type Edit = NonNullable<Request["edit"]>;
type Draw = NonNullable<Receipt["approval"]["draw"]>;
type Confirmed = NonNullable<Receipt["passkey"]["confirmed"]>;
type Jwk = Receipt["keys"]["keys"][number];

const named = members<Receipt["approver"]>({ id: text, name: text });

const shared = {
  v: only(1),
  issued_at: text,
  issuer: text,
  statement: text,
  evidence: members<Receipt["evidence"]>({
    credential_id: text,
    public_key: text,
    alg: whole,
    authenticator_data: text,
    client_data_json: text,
    signature: text,
  }),
  relying_party: members<Receipt["relying_party"]>({ id: text, origin: text }),
  keys: members<Receipt["keys"]>({
    keys: list(
      members<Jwk>({
        kty: only("OKP"),
        crv: only("Ed25519"),
        x: text,
        kid: text,
        alg: only("EdDSA"),
        use: only("sig"),
      }),
      { fewest: 1 },
    ),
  }),
  server_signature: text,
};

export const receiptForm = members<Receipt>({
  ...shared,
  type: only("countersign.receipt"),
  approval: members<Receipt["approval"]>({
    id: text,
    decision: text,
    at: text,
    "note?": text,
    capacity: text,
    "on_behalf_of?": named,
    "break_glass_reason?": text,
    "draw?": members<Draw>({ standing_approval: text, number: whole, "total?": number }),
    "voided?": members<NonNullable<Receipt["approval"]["voided"]>>({ at: text, reason: text }),
  }),
  approver: named,
  "batch?": members<NonNullable<Receipt["batch"]>>({ statement: text, index: whole, path: list(text) }),
  passkey: members<Receipt["passkey"]>({
    enrolled_via: text,
    enrolled_at: text,
    "issued_by?": named,
    vouched_by: list(named),
    "confirmed?": members<Confirmed>({ at: text, with: text, "by?": named }),
  }),
  "descriptor?": object,
  request: members<Request>({
    id: text,
    state: text,
    agent: named,
    owner: text,
    action: actionForm,
    action_digest: text,
    "edit?": members<Edit>({
      by: text,
      at: text,
      asked: actionForm,
      asked_digest: text,
      patch: patchForm,
    }),
    policy: members<Request["policy"]>({ version: whole, rules: list(text) }),
    approvals: members<Request["approvals"]>({ required: whole, given: whole }),
    created_at: text,
    "closed_at?": text,
  }),
  // A JWT's unknown claims are ignored (RFC 7519, section 4).
  "grant?": members<NonNullable<Receipt["grant"]>>({
    id: text,
    state: text,
    issued_at: text,
    expires_at: text,
    "closed_at?": text,
    "redeemed_by?": text,
    claims: object,
  }),
});

export const ownershipReceiptForm = members<OwnershipReceipt>({
  ...shared,
  type: only("countersign.ownership-receipt"),
  id: text,
  at: text,
  signer: named,
});
