import { expect, test } from "vitest";
import { canonicalJson } from "#lib/json/canonical";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { verifyReceipt } from "./verify.ts";

function failed(receipt: unknown): string[] {
  return verifyReceipt(receipt)
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);
}

/** A receipt around a signed statement with other members. The passkey signed the original alone. */
const stating = (of: { isEdited?: boolean }, members: object) =>
  exampleReceipt({
    ...of,
    change: (receipt) => {
      const statement = JSON.parse(Buffer.from(receipt.statement, "base64url").toString());
      // JSON leaves out the members that are undefined here.
      const text = canonicalJson(JSON.parse(JSON.stringify({ ...statement, ...members })));
      receipt.statement = Buffer.from(text).toString("base64url");
    },
  });

test.each([{ v: 2 }, { v: undefined }, { type: "countersign.ownership-receipt" }])(
  "a receipt that the server signed with %o is of no known kind",
  async (members) => {
    const change = (receipt: UnsignedReceipt) => void Object.assign(receipt, members);
    const receipt = JSON.parse(JSON.stringify(await exampleReceipt({ change })));
    expect(failed(receipt)).toContain("statement");
  },
);

test("a receipt of an edited action verifies", async () => {
  expect(failed(await exampleReceipt({ isEdited: true }))).toEqual([]);
});

type StatedEdit = NonNullable<UnsignedReceipt["request"]["edit"]>;

test.each<[string, (edit: StatedEdit) => object]>([
  ["another editor than the approver", () => ({ by: "per_x" })],
  ["another asked action", ({ asked }) => ({ asked: { ...asked, resource: "charge/ch_1" } })],
  ["another digest of the asked action", () => ({ asked_digest: "AAAA" })],
  ["another patch", ({ patch }) => ({ patch: [...patch, ...patch] })],
])("a server cannot state %s for a signed edit", async (_, changed) => {
  const change = ({ request }: UnsignedReceipt) =>
    Object.assign(request.edit ?? {}, request.edit && changed(request.edit));
  expect(failed(await exampleReceipt({ isEdited: true, change }))).toEqual(["edit"]);
});

test("a server cannot leave out what the agent asked for before a signed edit", async () => {
  const change = ({ request }: UnsignedReceipt) => void delete request.edit;
  expect(failed(await exampleReceipt({ isEdited: true, change }))).toEqual(["edit"]);
});

test("an edit has to lead from the asked action to the signed one", async () => {
  const patch = [{ op: "replace" as const, path: "/params/amount", value: 1 }];
  const change = (receipt: UnsignedReceipt) => {
    const statement = JSON.parse(Buffer.from(receipt.statement, "base64url").toString());
    const text = canonicalJson({ ...statement, edit: { ...statement.edit, patch } });
    receipt.statement = Buffer.from(text).toString("base64url");
    Object.assign(receipt.request.edit ?? {}, { patch });
  };
  expect(failed(await exampleReceipt({ isEdited: true, change }))).toEqual(["edit", "client data"]);
});

test.each<[string, boolean, object, string]>([
  ["an edit of another action than the asked one", true, { edit: { from: "AAAA", patch: [] } }, "edit"],
  ["version 2", false, { v: 2 }, "statement"],
  ["a denial", false, { decision: "deny" }, "statement"],
  ["a capacity that doesn't exist", false, { capacity: "bystander" }, "statement"],
  ["no capacity", false, { capacity: undefined }, "statement"],
  ["no display", false, { display: undefined }, "display"],
])("a statement with %s is refused", async (_, isEdited, members, name) => {
  expect(failed(await stating({ isEdited }, members))).toContain(name);
});

test.each<[string, (receipt: UnsignedReceipt) => object]>([
  ["decision", ({ approval }) => ({ approval: { ...approval, decision: "deny" } })],
  ["reason of break-glass", ({ approval }) => ({ approval: { ...approval, break_glass_reason: "Fire" } })],
  [
    "time before the statement",
    ({ approval }) => ({ approval: { ...approval, at: "2026-11-24T13:59:59.000Z" } }),
  ],
])("a server cannot put another %s around a signed statement", async (_, changed) => {
  const change = (receipt: UnsignedReceipt) => Object.assign(receipt, changed(receipt));
  expect(failed(await exampleReceipt({ change }))).toEqual(["agreement"]);
});
