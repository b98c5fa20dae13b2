import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { openAgentSide } from "../testing/agent-side.ts";
import { receiptVectors } from "../testing/receipt-vectors/receipt-vectors.ts";
import { verifyReceipt } from "./verify.ts";

const folder = "docs/test-vectors";
const { run } = await openAgentSide();
interface Verdict {
  file: string;
  about: string;
  valid: boolean;
  fails: string[];
}
const verdicts: Verdict[] = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8")).receipts;

test.each(verdicts)("countersign verify agrees about the published receipt $file: $about", async (vector) => {
  const args = ["verify", join(folder, vector.file), "--jwks", join(folder, "keys.json"), "--json"];
  const { code, io } = await run(args);
  if (vector.fails.includes("reading")) return expect([code, io.stdout]).toEqual([51, ""]);
  const { valid, checks } = JSON.parse(io.stdout);
  expect([code, valid]).toEqual(vector.valid ? [0, true] : [50, false]);
  expect(failed(checks)).toEqual(vector.fails);
});

test("every receipt of the folder has a verdict, and each check is failed by at least one", async () => {
  const files = ["valid", "invalid"].flatMap((part) =>
    readdirSync(join(folder, part)).map((name) => `${part}/${name}`),
  );
  expect(verdicts.map(({ file }) => file).sort()).toEqual(files.sort());
  const names = verifyReceipt({}).checks.map(({ name }) => name);
  const failing = new Set(verdicts.flatMap(({ fails }) => fails));
  expect([...names, "reading"].filter((name) => !failing.has(name))).toEqual([]);
});

test("receipts that are made today in the same ways get the published verdicts", async () => {
  const { keys, valid, invalid } = await receiptVectors();
  const today = [...valid, ...invalid].map(({ name, fails }) => [name, fails]);
  expect(today).toEqual(verdicts.map(({ file, fails }) => [file.replace(/^.*\/|\.json$/g, ""), fails]));
  for (const { name, fails, text } of [...valid, ...invalid].filter(
    ({ fails }) => !fails.includes("reading"),
  )) {
    const receipt = JSON.parse(text);
    const commands = await readerFor(receipt.descriptor);
    expect([name, failed(verifyReceipt(receipt, { pinned: keys, commands }).checks)]).toEqual([name, fails]);
  }
});

function failed(checks: { name: string; passed: boolean }[]): string[] {
  return checks.filter(({ passed }) => !passed).map(({ name }) => name);
}
