import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { changed, claiming, type WrongReceipt } from "./bends.ts";

const isForeign = { id: "other.example", origin: "https://countersign.example" };

/** Receipts with something wrong in the passkey's evidence, or around the statement. */
export const wrongEvidence: WrongReceipt[] = [
  [
    "site-of-another",
    "the page's site can't use the passkey",
    ["relying party", "authenticator data"],
    changed((r) => Object.assign(r, { relying_party: isForeign })),
  ],
  ["challenge", "the signed challenge is another", ["client data"], { faults: { challenge: "AAAA" } }],
  [
    "origin",
    "signed on another site's page",
    ["client data"],
    { faults: { origin: "https://evil.example" } },
  ],
  ["embedded", "signed in a page that was embedded", ["client data"], { faults: { crossOrigin: true } }],
  [
    "embedded-elsewhere",
    "signed in a page that another site embedded",
    ["client data"],
    { faults: { topOrigin: "https://evil.example" } },
  ],
  [
    "registration",
    "a registration in place of an assertion",
    ["client data"],
    { faults: { type: "webauthn.create" } },
  ],
  [
    "passkey-of-another-site",
    "a passkey of another site",
    ["authenticator data"],
    { faults: { rpId: "evil.example" } },
  ],
  ["nobody-present", "nobody was present", ["authenticator data"], { faults: { userPresent: false } }],
  [
    "nobody-verified",
    "the device verified nobody",
    ["authenticator data"],
    { faults: { userVerified: false } },
  ],
  [
    "backed-up-without-eligible",
    "backed up, and not eligible for it",
    ["authenticator data"],
    { faults: { backedUp: true, backupEligible: false } },
  ],
  [
    "passkey-signature",
    "a flipped bit in the passkey's signature",
    ["passkey signature"],
    { faults: { flipSignature: true } },
  ],
  [
    "algorithm",
    "another algorithm than the key's",
    ["passkey signature"],
    changed((r) => Object.assign(r.evidence, { alg: -257 })),
  ],
  [
    "time-in-words",
    "a time with words after it",
    ["times"],
    changed((r) => Object.assign(r.request, { created_at: "Tue, 24 Nov 2026 14:00:00 GMT (by the board)" })),
  ],
  [
    "time-without-zone",
    "a time without a zone",
    ["times"],
    changed((r) => Object.assign(r, { issued_at: "2026-11-24T14:00:00" })),
  ],
  [
    "passkey-left-out",
    "how the passkey was enrolled is left out",
    ["times"],
    changed((r) => delete (r as Partial<UnsignedReceipt>).passkey),
  ],
  [
    "another-action",
    "another action around the statement",
    ["agreement"],
    changed((r) => Object.assign(r.request, { action: { type: "refund.create", params: { amount: 1 } } })),
  ],
  [
    "another-approver",
    "another approver around the statement",
    ["agreement"],
    changed((r) => Object.assign(r, { approver: { id: "per_x", name: "Mallory" } })),
  ],
  [
    "another-capacity",
    "another capacity around the statement",
    ["agreement"],
    changed((r) => Object.assign(r.approval, { capacity: "backup" })),
  ],
  [
    "approved-too-late",
    "approved after the statement expired",
    ["agreement"],
    changed((r) => Object.assign(r.approval, { at: "2026-11-24T15:00:00.000Z" })),
  ],
  [
    "grant-of-another-request",
    "the grant is for another request",
    ["grant"],
    changed(claiming({ txn: "req_x" })),
  ],
  [
    "grant-of-another-action",
    "the grant is for another action",
    ["grant"],
    changed(claiming({ authorization_details: [{ digest: "AAAA" }] })),
  ],
  [
    "grant-of-another-epoch",
    "the grant is of another owner epoch",
    ["grant"],
    changed(claiming({ owner_epoch: 2 })),
  ],
];
