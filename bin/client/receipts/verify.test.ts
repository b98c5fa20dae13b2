import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { verifyReceipt } from "./verify.ts";

async function failed(receipt: unknown): Promise<string[]> {
  return (await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

test("a receipt created by the server's code verifies with code that shares nothing with it", async () => {
  const receipt = await exampleReceipt();
  expect(await failed(receipt)).toEqual([]);
  const { valid, key } = await verifyReceipt(receipt, { pinned: receipt.keys });
  expect(valid).toBe(true);
  expect(key).toEqual({ thumbprint: receipt.keys.keys[0]?.kid, isPinned: true });
});

test.each([{ v: 2 }, { v: undefined }, { type: "countersign.ownership-receipt" }])(
  "a receipt that the server signed with %o is of no known kind",
  async (members) => {
    const receipt = await exampleReceipt({ change: (receipt) => void Object.assign(receipt, members) });
    expect(await failed(JSON.parse(JSON.stringify(receipt)))).toEqual(["form"]);
  },
);

test("any altered byte of a receipt is detected", async () => {
  const text = JSON.stringify(await exampleReceipt());
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, mask) => {
      const altered =
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ mask) + text.slice(at + 1);
      let receipt: unknown;
      try {
        receipt = JSON.parse(altered);
      } catch {
        return true;
      }
      // An altered byte between tokens, such as a space, does not change the content.
      return JSON.stringify(receipt) === text || !(await verifyReceipt(receipt)).valid;
    }),
    { numRuns: 500 },
  );
});
