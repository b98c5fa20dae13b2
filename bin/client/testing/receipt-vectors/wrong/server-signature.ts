import type { Untyped } from "#client/json/untyped";
import { newSigningKey } from "../../example-evidence.ts";
import { exampleReceipt } from "../../example-receipt.ts";
import { altered, encoded, headed, ownership, type Row, written } from "../vector.ts";

const otherServer: Row = [
  "key-of-another-server",
  "signed with another server's key, which the receipt contains",
  async () => written(await exampleReceipt({ key: newSigningKey() })),
  { needs: ["pinned keys"] },
];

/** Receipts that the server didn't sign, or not as a receipt. */
export const wrongServerSignatures: Row[] = [
  otherServer,
  [
    "altered-name",
    "an approver's name that was altered",
    altered((r) => ({ ...r, approver: { ...r.approver, name: "Eve" } })),
  ],
  [
    "altered-state",
    "a grant's state that was altered",
    altered((r) => ({ ...r, grant: { ...r.grant, state: "expired" } })),
  ],
  [
    "ownership-altered-signer",
    "a signer's name that was altered",
    async (key) => (await ownership()(key)).replace("Olive", "Eve"),
  ],
  ["empty", "an empty signature", altered((r) => ({ ...r, server_signature: "" }))],
  [
    "attached-payload",
    "a payload that is attached",
    altered((r) => ({ ...r, server_signature: r.server_signature.replace("..", `.${encoded("{}")}.`) })),
  ],
  [
    "fourth-part",
    "a fourth part",
    altered((r) => ({ ...r, server_signature: `${r.server_signature}.AAAA` })),
  ],
  [
    "padding",
    "base64url with padding",
    altered((r) => ({ ...r, server_signature: `${r.server_signature}==` })),
  ],
  ["algorithm", "another algorithm", headed((usual) => ({ ...usual, alg: "none" }))],
  ["typ", "another type", headed((usual) => ({ ...usual, typ: "at+jwt" }))],
  ["without-typ", "no type", headed(({ typ: _, ...usual }) => usual)],
  [
    "crit",
    "an extension that has to be understood",
    headed((usual) => ({ ...usual, crit: ["exp"], exp: 0 })),
  ],
  [
    "unknown",
    "an unknown member of the header",
    headed((usual) => ({ ...usual, jku: "https://evil.example" })),
  ],
  [
    "duplicate-kid",
    "a key ID that is there twice",
    headed((usual) => JSON.stringify(usual).replace("{", '{"kid":"other",')),
  ],
  [
    "curve-of-the-key",
    "a pinned key that isn't for Ed25519",
    headed((usual) => ({ ...usual, kid: "x25519" })),
  ],
  ["kid", "a key that isn't pinned", headed((usual) => ({ ...usual, kid: "other" }))],
  ["signature", "a flipped bit in the signature", altered(flipped)],
];

/** The receipt with a flipped bit in its server signature. */
function flipped({ server_signature, ...rest }: Untyped) {
  const [header, , signature = ""] = server_signature.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  return { ...rest, server_signature: `${header}..${bytes.toString("base64url")}` };
}
