import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bytesOf, readGiven } from "./read-files.ts";

const vector = (file: string) => ({ name: file, bytes: readFileSync(`docs/test-vectors/${file}`) });
const receipt = vector("valid/approvals/single-es256.json");
const keys = vector("keys.json");

test("a file is a receipt or keys by what it holds, in any order, with the file's SHA-256", async () => {
  for (const given of [
    [receipt, keys],
    [keys, receipt],
  ]) {
    const read = await readGiven(given);
    expect(read.receipt?.value.type).toBe("countersign.receipt");
    expect(read.receipt?.sha256).toBe(createHash("sha256").update(receipt.bytes).digest("hex"));
    expect(read.keys?.name).toBe("keys.json");
  }
});

test("two receipts, or two files of keys, are refused: which of them was meant isn't known", async () => {
  await expect(readGiven([receipt, receipt])).rejects.toThrow("one receipt");
  await expect(readGiven([keys, keys])).rejects.toThrow("one file of keys");
});

test("a file that is too large, isn't UTF-8 or isn't a receipt is refused by its visible name", async () => {
  await expect(bytesOf([new File([new Uint8Array(4 * 1024 * 1024 + 1)], "\u202ebig")])).rejects.toThrow(
    "\\u{202e}big is too large",
  );
  await expect(readGiven([{ name: "a", bytes: Uint8Array.of(0xff) }])).rejects.toThrow("a isn't UTF-8");
  for (const text of ["{}", '{"keys":{}}', '{"v":1,"v":1}', ""])
    await expect(readGiven([{ name: "a", bytes: new TextEncoder().encode(text) }])).rejects.toThrow(/^a /);
});
