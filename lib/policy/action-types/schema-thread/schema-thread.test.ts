import { expect, test } from "vitest";
import { abusiveShapes } from "../testing/abusive-schemas.ts";
import { schemaTrial } from "./schema-thread.ts";

const fine = { properties: { a: { type: "string", pattern: "^a+$" }, b: { uniqueItems: true } } };
const wrong = { properties: { a: { unevaluated: [] } } };

test("each schema gets its own answer, and a wrong one doesn't end the trial", async () => {
  const trial = schemaTrial({ mostMilliseconds: 60_000 });
  expect(await trial([fine, wrong, fine])).toEqual([
    undefined,
    expect.stringContaining("unevaluated"),
    undefined,
  ]);
});

test("a schema that takes longer than the limit is refused, and so are those after it", async () => {
  const trial = schemaTrial({ mostMilliseconds: 1 });
  const slow = abusiveShapes["references to the schema itself"]?.(300) ?? {};
  const refused = expect.stringContaining("takes too long");
  expect(await trial([slow, fine])).toEqual([refused, refused]);
});

test("a thread that ends refuses every schema", async () => {
  const trial = schemaTrial({ mostMilliseconds: 60_000 });
  // No message can contain a function.
  await expect(trial([{ not: () => undefined }])).rejects.toThrow("could not be cloned");
});
