import { expect, test } from "vitest";
import { actDigest } from "./act-digest.ts";

const bo = { id: "per_1", name: "Bo" };
const cy = { id: "per_2", name: "Cy" };

test("the same people in a different order are the same act", async () => {
  expect(await actDigest(["Finance", [cy, bo]])).toBe(await actDigest(["Finance", [bo, cy]]));
  expect(await actDigest(["Finance", [bo, cy]])).toMatch(/^[\w-]{43}$/);
});

test("a different name, ID, number of people or text is a different act", async () => {
  const digests = await Promise.all(
    [
      ["Finance", [bo]],
      ["Finance", [{ ...bo, name: "Bob" }]],
      ["Finance", [{ ...bo, id: "per_3" }]],
      ["Finance", [bo, cy]],
      ["Finances", [bo]],
      ["Finance", "per_1 Bo"],
      ["Fin", "ance", [bo]],
    ].map((shown) => actDigest(shown as Parameters<typeof actDigest>[0])),
  );
  expect(new Set(digests).size).toBe(digests.length);
});
