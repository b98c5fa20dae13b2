import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Untyped } from "#client/json/untyped";
import { readStandingStatement } from "#lib/approvals/standing/approvals/statement";
import { readStatement } from "#lib/approvals/statement";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { readOwnershipStatement } from "#lib/ownership/statement";
import { openAgentSide } from "../testing/agent-side.ts";
import { receiptVectors, type Vector } from "../testing/receipt-vectors/receipt-vectors.ts";
import { ownershipType } from "./ownership-words.ts";
import { ownershipReceiptForm, receiptForm } from "./receipt-forms.ts";
import { ownershipStatementForm, statementForm } from "./statement-forms.ts";
import { verifyOwnershipReceipt, verifyReceipt } from "./verify.ts";

const folder = "docs/test-vectors";
const { run } = await openAgentSide();
const verdicts: Omit<Vector, "text">[] = JSON.parse(
  readFileSync(join(folder, "verdicts.json"), "utf8"),
).receipts;
const parsed = verdicts.filter(({ fails }) => !fails.includes("reading"));

test.each(verdicts)("countersign verify agrees about the published receipt $file: $about", async (vector) => {
  const args = ["verify", join(folder, vector.file), "--jwks", join(folder, "keys.json"), "--json"];
  const { code, io } = await run(args);
  if (vector.fails.includes("reading")) return expect([code, io.stdout]).toEqual([51, ""]);
  const { valid, checks } = JSON.parse(io.stdout);
  expect([code, valid]).toEqual(vector.valid ? [0, true] : [50, false]);
  expect(failed(checks)).toEqual(vector.fails);
});

test("every published receipt has a verdict, and the page lists the checks with their folders", async () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.includes("/"),
  );
  const receipts = files.filter((name) => name.endsWith(".json"));
  expect(verdicts.map(({ file }) => file).sort()).toEqual(receipts.sort());
  const names = ["reading", ...(await verifyReceipt({})).checks.map(({ name }) => name)];
  const failing = new Set(verdicts.flatMap(({ fails }) => fails));
  expect(names.filter((name) => !failing.has(name))).toEqual([]);
  const page = readFileSync("docs/receipts.md", "utf8");
  const listed = [...page.matchAll(/^\d+\. \*\*(.+?)\*\* \(`invalid\/([a-z-]+)`\)\./gm)];
  expect(listed.map(([, name = "", under]) => [name.toLowerCase(), under])).toEqual(
    names.map((name) => [name, name.replaceAll(" ", "-")]),
  );
});

test("receipts that are made today in the same ways get the published verdicts", async () => {
  const { keys, vectors } = await receiptVectors();
  const today = new Map(vectors.map(({ text: _, ...verdict }) => [verdict.file, verdict]));
  expect(verdicts.map(({ file }) => today.get(file))).toEqual(verdicts);
  for (const { file, fails, text } of vectors.filter(({ fails }) => !fails.includes("reading"))) {
    const receipt = JSON.parse(text);
    expect([file, failed((await verified(receipt, keys)).checks)]).toEqual([file, fails]);
  }
});

test("the server reads exactly those statements that pass the verifier's check of statements", () => {
  const refused = parsed.filter(({ file }) => {
    const { type, statement } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const readers =
      type === ownershipType ? [readOwnershipStatement] : [readStatement, readStandingStatement];
    return !readers.some((read) => succeeds(() => read(Buffer.from(statement, "base64url"))));
  });
  expect(refused).toEqual(parsed.filter(({ fails }) => fails.includes("statement")));
});

// The descriptor's digest is signed, the claims are those of any JWT, and the agent chooses parameters.
const isFree = (place: string) => /\.(?:descriptor|claims|params|value)\b/.test(place);

test("each object refuses an unknown member, and each member refuses null, around and inside a statement", () => {
  for (const { file } of verdicts.filter(({ valid }) => valid)) {
    const receipt = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const statement = JSON.parse(Buffer.from(receipt.statement, "base64url").toString());
    const isOwnership = receipt.type === ownershipType;
    const around = isOwnership ? ownershipReceiptForm : receiptForm;
    const inside = isOwnership ? ownershipStatementForm : statementForm;
    for (const [form, whole] of [[around, receipt] as const, [inside, statement] as const]) {
      const fits = () => succeeds(() => form(whole, ""));
      expect([file, fits()]).toEqual([file, true]);
      const objects = objectsIn(whole, "").filter(
        ([place]) => !isFree(place) || place === ".display.descriptor",
      );
      for (const [place, object] of objects)
        for (const name of ["except", ...Object.keys(object)]) {
          const { [name]: value } = object;
          object[name] = name === "except" ? "this" : null;
          expect([file, place, name, fits()]).toEqual([file, place, name, name === "value"]);
          if (value === undefined) delete object[name];
          else object[name] = value;
        }
    }
  }
});

function failed(checks: { name: string; passed: boolean }[]): string[] {
  return checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

async function verified(receipt: Untyped, pinned: unknown) {
  if (receipt.type === ownershipType) return verifyOwnershipReceipt(receipt, { pinned });
  return verifyReceipt(receipt, { pinned, commands: await readerFor(receipt.descriptor) });
}

function succeeds(run: () => unknown) {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** The objects of a JSON value, with their places. */
function objectsIn(value: Untyped, place: string): [string, Untyped][] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => objectsIn(part, `${place}.${name}`));
  return Array.isArray(value) ? inside : [[place, value], ...inside];
}
