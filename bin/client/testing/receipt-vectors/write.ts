import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { receiptVectors } from "./receipt-vectors.ts";

// Writes the test vectors of docs/receipts.md into an empty folder: `npx tsx
// bin/client/testing/receipt-vectors/write.ts <folder>`. The published ones stay as they are.
const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder for the test vectors");

const { keys, ...vectors } = await receiptVectors();
const verdicts = (["valid", "invalid"] as const).flatMap((verdict) => {
  mkdirSync(path.join(folder, verdict), { recursive: true });
  return vectors[verdict].map(({ name, about, fails, text }) => {
    const file = `${verdict}/${name}.json`;
    writeFileSync(path.join(folder, file), text, { flag: "wx" });
    return { file, about, valid: verdict === "valid", fails };
  });
});
const write = (name: string, content: object) =>
  writeFileSync(path.join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`, { flag: "wx" });
write("keys.json", keys);
write("verdicts.json", { keys: "keys.json", receipts: verdicts });
