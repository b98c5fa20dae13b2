import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import type { Condition } from "#lib/policy/language/condition";
import { rule } from "#lib/policy/testing/judge";
import { startPolicy } from "#lib/policy/testing/workspace";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { readDocument, writeDocument } from "./document.ts";
import { documentDifference } from "./export-policy.ts";

const { db } = await createTestDatabase();
await startPolicy(db);
const live = await versionInForce(db);

const known = (param: string, values: string[]): Condition => ({
  ...{ kind: "text", param, is: "none_of", list: "Known customers", values },
});
const rulesWith = (values: string[]) => [
  rule({ id: "one", outcome: "step_up", conditions: [known("customer", values)] }),
  rule({ id: "two", outcome: "block", conditions: [known("payee", values)] }),
];
const text = await writeDocument(db, { ...live, version: 1, rules: rulesWith(["cus_1", "cus_2"]) });

describe("a policy file", () => {
  test("has the values of a list once, and reads back as the same rules", async () => {
    expect(JSON.parse(text).lists).toEqual([{ name: "Known customers", values: ["cus_1", "cus_2"] }]);
    expect(text.split("cus_1")).toHaveLength(2);
    expect((await readDocument(db, bytes(text))).rules).toEqual(rulesWith(["cus_1", "cus_2"]));
    expect(await writeDocument(db, { ...live, version: 1 })).not.toContain('"lists"');
  });

  test.each<[string, (lists: List[], condition: object) => unknown, string, string]>([
    [
      "a list that isn't there",
      (lists) => lists.pop(),
      "/rules/0/conditions/0/list",
      "no list is named “Known customers”",
    ],
    [
      "a list of no rule",
      (lists) => lists.push({ name: "Other", values: ["x"] }),
      "/lists/1",
      "no rule uses this list",
    ],
    [
      "two lists of one name",
      (lists) => lists.push({ name: "Known customers", values: ["x"] }),
      "/lists/1/name",
      "is the name of another list",
    ],
    [
      "values next to a list's name",
      (_, condition) => Object.assign(condition, { values: ["cus_9"] }),
      "/rules/0/conditions/0/values",
      "are those of the list: leave them out",
    ],
    [
      "a list without values",
      ([list]) => list?.values.splice(0),
      "/lists/0/values",
      "enter at least one value",
    ],
    [
      "more than 1,000 values",
      ([list]) => list?.values.push(...Array.from({ length: 999 }, (_, n) => `c${n}`)),
      "/lists/0/values",
      "a list has at most 1,000 values",
    ],
  ])("with %s is refused at its line", async (_, spoil, path, message) => {
    const file = JSON.parse(text);
    spoil(file.lists, file.rules[0].conditions[0]);
    const written = JSON.stringify(file, null, 2);
    const refusal = await readDocument(db, bytes(written)).catch((error) => error);
    expect(refusal).toMatchObject({ code: "invalid_input" });
    const found = refusal.details.errors.find((error: { path: string }) => error.path === path);
    expect(found).toMatchObject({ message });
    const last = path.split("/").at(-1) ?? "";
    expect(written.split("\n")[found.line - 1]).toContain(/^\d+$/.test(last) ? "{" : `"${last}"`);
  });
});

test("a comparison says which values a list gained and lost, and leaves them out of the rules", async () => {
  const [before, after] = [
    ["cus_1", "cus_2"],
    ["cus_2", "cus_3"],
  ].map((values) => ({ ...live, rules: rulesWith(values) }));
  if (!before || !after) throw new Error("two sides");
  const difference = await documentDifference(db, comparePolicies(before, after));
  expect(difference.lists).toEqual([
    { name: "Known customers", kind: "changed", added: ["cus_3"], removed: ["cus_1"] },
  ]);
  expect(difference.count).toBe(2);
  expect(JSON.stringify(difference.rules)).not.toContain("cus_");
  expect(comparePolicies({ ...live, rules: [] }, after).lists).toMatchObject([
    { kind: "added", removed: [] },
  ]);
  expect(comparePolicies(after, { ...live, rules: [] }).lists).toMatchObject([
    { kind: "removed", added: [] },
  ]);
  expect(comparePolicies(after, after).lists).toEqual([]);
});

interface List {
  name: string;
  values: string[];
}

function bytes(written: string): Uint8Array {
  return new TextEncoder().encode(written);
}
