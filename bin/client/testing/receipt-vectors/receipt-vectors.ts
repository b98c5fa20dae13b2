import { canonicalJson } from "#lib/json/canonical";
import { passkeyAlgorithms } from "#lib/passkeys/testing/soft-credential";
import type { Receipt } from "#lib/receipts/receipt";
import { exampleReceipt, newSigningKey } from "../example-receipt.ts";
import { type Bend, descriptor, encoded } from "./bends.ts";
import { wrongEvidence } from "./wrong-evidence.ts";
import { wrongStatements } from "./wrong-statements.ts";

/** A receipt, and what a verifier has to say about it when the server's keys are pinned. */
export interface Vector {
  name: string;
  /** What is wrong with the receipt, or what kind it is. */
  about: string;
  /** The checks of docs/receipts.md that fail, or `reading`: none for a valid receipt. */
  fails: string[];
  text: string;
}

const shell: Bend = {
  action: { type: "shell.run", params: { command: "git push --force origin main" } },
  descriptor: {
    intent: "Run a command",
    fields: [{ path: "/command", label: "Command", format: "command" }],
  },
};

const kinds: [string, string, Bend][] = [
  ["single", "approved by the owner", { descriptor }],
  ["edited", "the approver lowered the amount", { descriptor, isEdited: true }],
  ["together", "signed together with six others", { descriptor, together: { count: 7, index: 4 } }],
  ["delegate", "approved on behalf of the owner", { as: { capacity: "delegate", onBehalfOf: "per_away" } }],
  ["group", "approved as a member of a group", { as: { capacity: "group" } }],
  [
    "break-glass",
    "approved by one admin alone",
    { as: { capacity: "break_glass", breakGlassReason: "Payments are down and nobody else is awake" } },
  ],
  ["shell-command", "what the approver saw includes what the command does", shell],
];

/** Receipts that are altered after the server signed them, or can't be read. */
const altered: [string, string, string[], (receipt: Receipt) => string][] = [
  [
    "altered-name",
    "the approver's name was altered",
    ["server signature"],
    (r) => written({ ...r, approver: { ...r.approver, name: "Mallory" } }),
  ],
  [
    "attached-payload",
    "the server's signature has its payload attached",
    ["server signature"],
    (r) =>
      written({
        ...r,
        server_signature: r.server_signature.replace("..", `.${encoded(canonicalJson({}))}.`),
      }),
  ],
  [
    "no-server-signature",
    "the server's signature is empty",
    ["server signature"],
    (r) => written({ ...r, server_signature: "" }),
  ],
  ["version", "a version that doesn't exist", ["reading"], (r) => written({ ...r, v: 2 })],
  ["type", "another type of document", ["reading"], (r) => written({ ...r, type: "countersign.invoice" })],
  [
    "duplicate-member",
    "a member that is there twice",
    ["reading"],
    (r) => written(r).replace('"v": 1,', '"v": 1,\n  "v": 1,'),
  ],
];

/** All test vectors, and the keys that a verifier pins. A new call gives other keys and signatures. */
export async function receiptVectors(): Promise<{
  keys: Receipt["keys"];
  valid: Vector[];
  invalid: Vector[];
}> {
  const [key, otherKey] = [newSigningKey(), newSigningKey()];
  const valid: Vector[] = [];
  for (const [name, about, bend] of kinds)
    for (const algorithm of Object.keys(passkeyAlgorithms) as (keyof typeof passkeyAlgorithms)[]) {
      const receipt = await exampleReceipt({ ...bend, algorithm, key });
      const named = `${name}-${algorithm.toLowerCase()}`;
      valid.push({ name: named, about: `${about}, ${algorithm}`, fails: [], text: written(receipt) });
    }
  const plain = await exampleReceipt({ key });
  const invalid: Vector[] = [];
  for (const [name, about, fails, bend] of [...wrongStatements, ...wrongEvidence])
    invalid.push({ name, about, fails, text: written(await exampleReceipt({ ...bend, key })) });
  for (const [name, about, fails, alter] of altered) invalid.push({ name, about, fails, text: alter(plain) });
  invalid.push({
    ...{
      name: "key-of-another-server",
      about: "signed by another server's key",
      fails: ["server signature"],
    },
    text: written(await exampleReceipt({ key: otherKey })),
  });
  return { keys: plain.keys, valid, invalid };
}

function written(receipt: object): string {
  return `${JSON.stringify(receipt, undefined, 2)}\n`;
}
