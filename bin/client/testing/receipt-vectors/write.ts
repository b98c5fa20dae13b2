import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { clientVectors } from "../../../../client/testing/vectors/client-vectors.ts";
import { receiptVectors, type Vector } from "./receipt-vectors.ts";

// Adds the test vectors of docs/receipts.md that a folder doesn't have yet: `npx tsx
// bin/client/testing/receipt-vectors/write.ts docs/test-vectors`. The published ones stay as they
// are, and so do their keys: the new ones are signed with one more key. client.json is the same at
// each time.
const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of the test vectors");

const { keys, vectors } = await receiptVectors();
const published = read<{ receipts: Omit<Vector, "text">[] }>("verdicts.json", { receipts: [] }).receipts;
const known = new Set(published.map(({ file }) => file));
const added = vectors.filter(({ file }) => !known.has(file));
for (const { file, text } of added) {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text, { flag: "wx" });
}
if (added.length > 0) {
  const receipts = [...published, ...added.map(({ text: _, ...verdict }) => verdict)];
  write("keys.json", { keys: [...read("keys.json", { keys: [] as unknown[] }).keys, ...keys.keys] });
  write("verdicts.json", { keys: "keys.json", receipts });
}

write("client.json", await clientVectors());

function read<T>(name: string, otherwise: T): T {
  const file = path.join(folder ?? "", name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : otherwise;
}

function write(name: string, content: object) {
  writeFileSync(path.join(folder ?? "", name), `${JSON.stringify(content, undefined, 2)}\n`);
}
