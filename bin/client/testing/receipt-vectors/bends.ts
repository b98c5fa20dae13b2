import type { Descriptor } from "#lib/descriptors/descriptor";
import { canonicalJson } from "#lib/json/canonical";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import type { exampleReceipt } from "../example-receipt.ts";

export type Bend = NonNullable<Parameters<typeof exampleReceipt>[0]>;

/** A name, what is wrong, the checks that fail, and how the receipt is made. */
export type WrongReceipt = [name: string, about: string, fails: string[], bend: Bend];

export const descriptor: Descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount} to {resource}",
  fields: [{ path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } }],
};

/** The receipt with other signed members. The passkey and the server sign the rest as it was. */
export const stating = (members: object) => (receipt: UnsignedReceipt) => {
  receipt.statement = restated(receipt.statement, members);
};
export const batched = (change: (batch: NonNullable<UnsignedReceipt["batch"]>) => unknown): Bend => ({
  together: { count: 7, index: 4 },
  change: ({ batch }) => batch && change(batch),
});
export const batchStating = (members: object) =>
  batched((batch) => Object.assign(batch, { statement: restated(batch.statement, members) }));
export const changed = (change: (receipt: UnsignedReceipt) => unknown): Bend => ({ change });
export const edited = (change: (receipt: UnsignedReceipt) => unknown): Bend => ({ isEdited: true, change });
export const described = (change: (receipt: UnsignedReceipt) => unknown): Bend => ({ descriptor, change });

export function spaced(receipt: UnsignedReceipt): void {
  const statement = JSON.parse(Buffer.from(receipt.statement, "base64url").toString());
  receipt.statement = encoded(JSON.stringify(statement, undefined, 1));
}

export function claiming(claims: object) {
  return ({ grant }: UnsignedReceipt) => grant && Object.assign(grant.claims as object, claims);
}

export function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function restated(statement: string, members: object): string {
  const original = JSON.parse(Buffer.from(statement, "base64url").toString());
  // JSON leaves out the members that are undefined here.
  return encoded(canonicalJson(JSON.parse(JSON.stringify({ ...original, ...members }))));
}
