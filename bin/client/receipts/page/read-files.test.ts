import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readKeySet, readReceipt } from "../receipt-words.ts";
import { readGiven } from "./read-files.ts";

const vector = (file: string) => new File([readFileSync(`docs/test-vectors/${file}`)], file);
const receipt = vector("valid/approvals/single-es256.json");
const keys = vector("keys.json");

test("a file is read for the purpose that it was chosen for, with its SHA-256", async () => {
  const read = await readGiven([receipt], readReceipt);
  expect(read.value.type).toBe("countersign.receipt");
  const bytes = Buffer.from(await receipt.arrayBuffer());
  expect(read.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect((await readGiven([keys], readKeySet)).name).toBe("keys.json");
});

test("a receipt that holds keys never becomes a file of keys, and keys never become a receipt", async () => {
  const mixed = new File(['{"type":"countersign.receipt","v":1,"keys":[]}'], "receipt.json");
  expect((await readGiven([mixed], readReceipt)).value.keys).toEqual([]);
  await expect(readGiven([mixed], readKeySet)).rejects.toThrow("receipt.json isn't a JSON Web Key Set");
  await expect(readGiven([keys], readReceipt)).rejects.toThrow("keys.json isn't a receipt");
});

test("two files are refused: which of them was meant isn't known", async () => {
  await expect(readGiven([receipt, receipt], readReceipt)).rejects.toThrow("one file");
});

test("a file that is too large, isn't UTF-8 or isn't a receipt is refused by its visible name", async () => {
  const large = new File([new Uint8Array(4 * 1024 * 1024 + 1)], "\u202ebig");
  await expect(readGiven([large], readReceipt)).rejects.toThrow("\\u{202e}big is too large");
  const fileOf = (content: string | Uint8Array<ArrayBuffer>) => new File([content], "a");
  await expect(readGiven([fileOf(Uint8Array.of(0xff))], readReceipt)).rejects.toThrow("a isn't UTF-8");
  for (const text of ["{}", '{"keys":{}}', '{"v":1,"v":1}', ""])
    for (const read of [readReceipt, readKeySet])
      await expect(readGiven([fileOf(text)], read)).rejects.toThrow(/^a /);
});
