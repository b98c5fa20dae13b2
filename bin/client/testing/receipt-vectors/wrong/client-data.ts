import type { Faults } from "#lib/passkeys/testing/soft-authenticator";
import { approval, around, draw, ownership, put, type Row, seven } from "../vector.ts";

const faulty = (faults: Faults) => approval({ faults });
const writing = (clientData: (text: string) => string) => faulty({ clientData });
const twice = (member: string) => writing((text) => text.replace("{", `{${member},`));

/** Pages that can't use the passkey. */
export const wrongSites: Row[] = [
  ["other-site", "a page that can't use passkeys of this site", approval({ rpId: "other.example" })],
  [
    "suffix-without-dot",
    "a site whose name only ends like the page's",
    approval({ rpId: "sign.example", origin: "https://evilsign.example" }),
  ],
  [
    "ownership-site",
    "an acceptance on another site's page",
    ownership({ accepts: 1, rpId: "other.example" }),
  ],
  ["site-of-subdomain", "a passkey of a subdomain", approval({ rpId: "a.countersign.example" })],
  [
    "backslash",
    "an origin whose host ends before a backslash",
    approval({ rpId: "sign.example", origin: "https://evil.example\\.sign.example" }),
  ],
];

/** What the browser says about another signature. */
export const wrongClientData: Row[] = [
  ["challenge", "another challenge", faulty({ challenge: "AAAA" })],
  ["label-of-none", "a challenge without the label", approval({ label: "" })],
  ["label-of-ownership", "a signature about ownership", approval({ label: "countersign/ownership/v1\n" })],
  ["label-of-batch", "a signature over a batch", approval({ label: "countersign/approval-batch/v1\n" })],
  [
    "label-of-approval",
    "a batch signed as an approval",
    approval({ together: seven, label: "countersign/approval/v1\n" }),
  ],
  [
    "draw-label-of-approval",
    "a standing approval signed as an approval",
    approval({ ...draw, label: "countersign/approval/v1\n" }),
  ],
  [
    "label-of-standing",
    "a signature over a standing approval",
    approval({ label: "countersign/standing-approval/v1\n" }),
  ],
  [
    "batch-left-out",
    "a signature over a batch, without the batch",
    around(put("batch", undefined), { together: seven }),
  ],
  [
    "ownership-label",
    "an acceptance signed as an approval",
    ownership({ accepts: 1, label: "countersign/approval/v1\n" }),
  ],
  ["origin", "another site's page", faulty({ origin: "https://evil.example" })],
  ["port", "another port of the page", faulty({ origin: "https://countersign.example:8443" })],
  ["registration", "a registration", faulty({ type: "webauthn.create" })],
  ["embedded", "a page that was embedded", faulty({ crossOrigin: true })],
  [
    "embedded-as-text",
    "crossOrigin that isn't true or false",
    writing((text) => text.replace('"crossOrigin":false', '"crossOrigin":"true"')),
  ],
  ["embedded-elsewhere", "a page that another site embedded", faulty({ topOrigin: "https://evil.example" })],
  ["duplicate-origin", "two origins", twice('"origin":"https://evil.example"')],
  ["duplicate-challenge", "two challenges", twice('"challenge":"AAAA"')],
  ["byte-order-mark", "a byte order mark", writing((text) => `\ufeff${text}`)],
];
