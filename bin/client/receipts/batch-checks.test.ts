import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rfcProves } from "#lib/crypto/testing/rfc6962";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { verifyReceipt } from "./verify.ts";

const place = fc
  .integer({ min: 2, max: 20 })
  .chain((count) => fc.record({ count: fc.constant(count), index: fc.nat(count - 1) }));
const three = { count: 3, index: 1 };

async function failed(receipt: unknown): Promise<string[]> {
  return (await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

function bytesOf(text: string | undefined): Buffer {
  return Buffer.from(text ?? "", "base64url");
}

test("each receipt of a batch of any size verifies alone, also to an implementation of RFC 6962 from its text", async () => {
  await fc.assert(
    fc.asyncProperty(place, async (together) => {
      const receipt = await exampleReceipt({ together });
      expect(await failed(receipt)).toEqual([]);
      const { statement = "", index = 0, path = [] } = receipt.batch ?? {};
      const { count, root } = JSON.parse(bytesOf(statement).toString());
      expect(count).toBe(together.count);
      const proof = { m: index, n: count, path: path.map(bytesOf) };
      expect(rfcProves(bytesOf(receipt.statement), proof, bytesOf(root).toString("hex"))).toBe(true);
      const clientData = JSON.parse(bytesOf(receipt.evidence.client_data_json).toString());
      const signed = createHash("sha256")
        .update("countersign/approval-batch/v1\n")
        .update(bytesOf(statement));
      expect(clientData.challenge).toBe(signed.digest("base64url"));
    }),
    { numRuns: 40 },
  );
});

test("a flipped bit in the proof or in the statement is noticed, even if the server signs it", async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), fc.nat(), async (together, which, bit) => {
      const flip = (text: string) => {
        const bytes = bytesOf(text);
        const at = bit % (bytes.length * 8);
        bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
        return bytes.toString("base64url");
      };
      const change = (receipt: UnsignedReceipt) => {
        const { batch } = receipt;
        if (!batch) throw new Error("the example has a batch");
        const at = which % (batch.path.length + 2);
        if (at === 0) receipt.statement = flip(receipt.statement);
        else if (at === 1) batch.statement = flip(batch.statement);
        else batch.path[at - 2] = flip(batch.path[at - 2] ?? "");
      };
      const found = await failed(await exampleReceipt({ together, change }));
      // A number that still fits the tree, such as 11 requests in place of 10, is only in the challenge.
      expect(["batch", "client data"].some((name) => found.includes(name))).toBe(true);
    }),
    { numRuns: 60, examples: [[{ count: 10, index: 0 }, 7_659_235, 1_236_096_360]] },
  );
});

test("a signature over a batch is no single approval, and the other way around", async () => {
  const alone = (receipt: UnsignedReceipt) => void delete receipt.batch;
  expect(await failed(await exampleReceipt({ together: three, change: alone }))).toEqual(["client data"]);
  const { batch } = await exampleReceipt({ together: three });
  const both = (receipt: UnsignedReceipt) => Object.assign(receipt, { batch });
  expect(await failed(await exampleReceipt({ change: both }))).toEqual(["batch", "client data"]);
});

test("the bytes of a batch are no statement, and an inner node is no leaf", async () => {
  const batchAsStatement = (receipt: UnsignedReceipt) => {
    receipt.statement = receipt.batch?.statement ?? "";
  };
  expect(await failed(await exampleReceipt({ together: three, change: batchAsStatement }))).toContain(
    "statement",
  );
  const leafOf = (text: string) => createHash("sha256").update("\0").update(bytesOf(text)).digest();
  const nodeAsStatement = (receipt: UnsignedReceipt) => {
    const { path = [] } = receipt.batch ?? {};
    receipt.statement = Buffer.concat([bytesOf(path[0]), leafOf(receipt.statement)]).toString("base64url");
    if (receipt.batch) Object.assign(receipt.batch, { index: 0, path: path.slice(1) });
  };
  expect(await failed(await exampleReceipt({ together: three, change: nodeAsStatement }))).toContain("batch");
});

test("break-glass, an edit, a single statement and more than twenty are no batch", async () => {
  const as = { capacity: "break_glass", breakGlassReason: "Fire" } as const;
  await expect(exampleReceipt({ together: three, as })).rejects.toThrow("not a batch");
  await expect(exampleReceipt({ together: three, isEdited: true })).rejects.toThrow("not a batch");
  for (const count of [1, 21])
    await expect(exampleReceipt({ together: { count, index: 0 } })).rejects.toThrow("not a batch");
});
