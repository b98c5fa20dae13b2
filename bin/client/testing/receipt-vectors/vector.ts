import { sign } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import type { SigningKey } from "#lib/crypto/signing-key";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { canonicalJson } from "#lib/json/canonical";
import { base64url } from "#lib/kernel/digest";
import type { Receipt, UnsignedReceipt } from "#lib/receipts/receipt";
import { exampleOwnershipReceipt, type OwnershipBend } from "../example-ownership-receipt.ts";
import { type Bend, exampleReceipt } from "../example-receipt.ts";

/** What a verdict depends on, apart from the receipt. A verifier without it skips the vector. */
export type Need = "pinned keys" | "rendering" | "shell commands" | "time zones";

/** A name, what the receipt is or what is wrong with it, and how it is made. */
export type Row = [name: string, about: string, make: Make, more?: { fails?: string[]; needs?: Need[] }];
type Make = (key: SigningKey) => Promise<string>;

export const descriptor: Descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount} to {resource}",
  fields: [{ path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } }],
};

export const shell: Bend = {
  action: { type: "shell.run", params: { command: "git push --force origin main" } },
  descriptor: {
    intent: "Run a command",
    fields: [{ path: "/command", label: "Command", format: "command" }],
  },
};

/** A request that was drawn from a standing approval. */
export const draw: Bend = {
  drawn: { type: "refund.create", resource: "charge/ch_82", params: { amount: 900, currency: "USD" } },
};

/** A draw whose request has another action, from a standing approval with the terms of the others. */
export const drawing = (action: object, bend: Bend = {}): Make =>
  approval({ ...draw, ...bend, drawn: { ...draw.drawn, ...action } as never });

/** A draw from a standing approval with other terms. */
export const terms = (members: object, bend: Bend = {}): Make =>
  approval({ ...draw, sign: (s) => ({ ...s, terms: { ...s.terms, ...members } }), ...bend });

/** Hours of the day in Zurich, where the example receipts are signed and drawn after 15:00. */
export const zurich = (from: string, to: string) => ({ hours: { from, to, zone: "Europe/Zurich" } });

export const seven = { count: 7, index: 4 };

export const approval =
  (bend: Bend = {}): Make =>
  async (key) =>
    written(await exampleReceipt({ key, ...bend }));

export const ownership =
  (bend: OwnershipBend = {}): Make =>
  async (key) =>
    written(await exampleOwnershipReceipt({ key, ...bend }));

/** A receipt with other members, which the server signed. */
export const around = (change: (receipt: Untyped) => unknown, bend: Bend = {}): Make =>
  approval({ ...bend, change });

/** A receipt whose statement has other members, which the passkey and the server signed. */
export const stating = (members: object, bend: Bend = {}): Make =>
  approval({ ...bend, sign: (statement) => ({ ...statement, ...members }) });

/** The same of a batch. */
export const batching = (members: object, bend: Bend = {}): Make =>
  approval({ together: seven, ...bend, signBatch: (batch) => ({ ...batch, ...members }) });

/** A receipt that is altered after the server signed it. */
export const altered =
  (alter: (receipt: Receipt) => object | string): Make =>
  async (key) => {
    const text = alter(await exampleReceipt({ key }));
    return typeof text === "string" ? text : written(text);
  };

/** A receipt that the server signed with another header, or around other keys. */
export const headed =
  (
    header: (usual: { alg: string; typ: string; kid: string }) => object | string,
    change?: (receipt: Untyped) => void,
  ): Make =>
  async (key) => {
    const { server_signature: _, ...rest } = await exampleReceipt({ key });
    change?.(rest);
    const content = header({ alg: "EdDSA", typ: "countersign-receipt+jws", kid: key.kid });
    const head = encoded(typeof content === "string" ? content : JSON.stringify(content));
    const signed = Buffer.from(`${head}.${encoded(canonicalJson(asJson(rest)))}`);
    return written({
      ...rest,
      server_signature: `${head}..${base64url(sign(null, signed, key.privateKey))}`,
    });
  };

/** Sets a member at a dotted path, or removes it, of an object that exists. */
export const put =
  (path: string, value: unknown) =>
  (receipt: Untyped): void => {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const parent = steps.reduce((found, step) => found[step], receipt);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  };

export function voided({ approval }: UnsignedReceipt): void {
  approval.voided = { at: "2026-11-24T14:01:00.000Z", reason: "approver_inactive" };
}

/** A dotted path as part of a file's name. */
export const slug = (path: string): string => path.replaceAll(/[._]/g, "-");

/** Text that isn't canonical. */
export const spaced = (content: object): string => JSON.stringify(content, undefined, 1);

export function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}

export function written(receipt: object): string {
  return `${JSON.stringify(receipt)}\n`;
}

function asJson(value: object) {
  return JSON.parse(JSON.stringify(value));
}
