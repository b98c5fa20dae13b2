import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groups } from "#db/schema/groups";
import { createTestDatabase } from "#db/testing/database";
import { checkRules } from "#lib/policy/checks/check-rules";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import type { Rule } from "#lib/policy/language/rule";
import {
  rules as anyRules,
  unclassified as anyUnclassified,
  defaultOutcome,
} from "#lib/policy/testing/arbitrary-rules";
import { catalog as anyCatalog, groups as groupIds } from "#lib/policy/testing/arbitrary-words";
import { rule } from "#lib/policy/testing/judge";
import { now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { versionInForce } from "#lib/policy/versions/versions";
import { readDocument, writeDocument } from "./document.ts";

const { db } = await createTestDatabase();
await startPolicy(db);
const rows = groupIds.map((id) => ({
  id,
  name: `Group ${id.slice(4)}`,
  createdBy: "per_1",
  createdAt: now,
}));
await db.insert(groups).values(rows);

const byFinance = rule({
  ...{ id: "big", outcome: "step_up", approvals: 2 },
  approvers: { kind: "group", group: "grp_finance", ownerExcluded: true },
});

const bytes = (text: string) => new TextEncoder().encode(text);

async function written(rules: Rule[] = [byFinance]): Promise<string> {
  const content = {
    rules,
    defaultOutcome: "step_up" as const,
    unclassified: "default_outcome" as const,
    catalog: defaultCatalog,
  };
  return writeDocument(db, { version: 3, ...content });
}

async function faultsOf(text: string): Promise<{ path: string; line: number; message: string }[]> {
  const refusal = await readDocument(db, bytes(text)).catch((error) => error);
  expect(refusal).toMatchObject({ code: "invalid_input" });
  return refusal.details.errors;
}

describe("the policy file", () => {
  test("of the live version is complete, and reads back as the same version", async () => {
    const { version, rules, defaultOutcome, unclassified, catalog } = await versionInForce(db);
    const text = await writeDocument(db, { version, rules, defaultOutcome, unclassified, catalog });
    const read = await readDocument(db, bytes(text));
    expect(read).toMatchObject({ version, rules, defaultOutcome });
    expect(new Set(read.catalog)).toEqual(new Set(catalog));
    expect(await writeDocument(db, read)).toBe(text);
  });

  test("of any policy reads back as the same policy, or is refused for its rules", async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, defaultOutcome, anyUnclassified, async (rules, outcome, unclassified) => {
        const denyReasons = [{ code: "refunded", text: "Refunded already" }];
        const catalog = anyCatalog.map((entry) => ({ ...entry, denyReasons }));
        const document = { version: 7, rules, defaultOutcome: outcome, unclassified, catalog };
        const text = await writeDocument(db, document);
        try {
          const read = await readDocument(db, bytes(text));
          expect(read.rules.map(dropUndefined)).toEqual(rules.map(dropUndefined));
          expect(read).toMatchObject({ defaultOutcome: outcome, unclassified });
          expect(await writeDocument(db, read)).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_input" });
          expect(() => checkRules(rules, catalog, groupIds)).toThrow();
        }
      }),
    );
  });

  test("that doesn't say what happens to types without a descriptor is refused", async () => {
    const { unclassified, ...file } = JSON.parse(await written());
    expect(unclassified).toBe("default_outcome");
    expect(await faultsOf(JSON.stringify(file))).toEqual([
      expect.objectContaining({ path: "/unclassified" }),
    ]);
  });

  test("contains groups by name, and is read with their IDs", async () => {
    const text = await written();
    expect(text).toContain('"group": "Group finance"');
    expect(text).not.toContain("grp_");
    expect((await readDocument(db, bytes(text))).rules).toEqual([byFinance]);
  });

  test("with an unknown group, or with a group's ID, is refused", async () => {
    for (const name of ["Group of nobody", "grp_finance"]) {
      const faults = await faultsOf((await written()).replace("Group finance", name));
      expect(faults).toEqual([
        expect.objectContaining({ path: "/rules/0/approvers/group", message: expect.stringContaining(name) }),
      ]);
    }
  });

  test("has one member to a line, so that one changed word is one changed line", async () => {
    const before = (await written()).split("\n");
    const after = (await written([{ ...byFinance, title: "Other words" }])).split("\n");
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toEqual(['      "title": "Other words",']);
  });

  test("with errors is refused with every error, each with its path and line", async () => {
    const file = JSON.parse(await written());
    file.default_outcome = "allow";
    file.note = "mine";
    file.rules[0].approvals = "two";
    file.rules[0].extra = true;
    file.rules.push({
      ...file.rules[0],
      id: "b",
      approvals: 1,
      approvers: { kind: "group", group: "Nobody" },
    });
    file.action_types[0].risk = "mild";
    const text = JSON.stringify(file, null, 2);
    const faults = await faultsOf(text);
    expect(new Set(faults.map(({ path }) => path))).toEqual(
      new Set([
        ...["", "/default_outcome", "/action_types/0/risk", "/rules/0", "/rules/0/approvals"],
        ...["/rules/1", "/rules/1/approvers/group"],
      ]),
    );
    const lines = text.split("\n");
    const lineOf = (path: string) => lines[(faults.find((fault) => fault.path === path)?.line ?? 0) - 1];
    expect(lineOf("/default_outcome")).toContain('"allow"');
    expect(lineOf("/rules/0/approvals")).toContain('"two"');
    expect(lineOf("/rules/1/approvers/group")).toContain('"Nobody"');
  });

  test("is refused for errors in schemas and rules, with Cedar's own messages, at the affected rule", async () => {
    const file = JSON.parse(await written());
    file.action_types.find(({ type }: { type: string }) => type === "refund.create").schema.typo = 1;
    file.rules.push({ id: "free", title: "Free", outcome: "allow", actions: ["nobody.knows"] });
    const faults = await faultsOf(JSON.stringify(file, null, 2));
    expect(faults.map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\/action_types\/\d\/schema\/typo$/)]),
    );
    expect(faults).toContainEqual(
      expect.objectContaining({
        path: expect.stringMatching(/^\/rules\/1/),
        message: expect.stringContaining("isn't a defined action type"),
      }),
    );
  });

  test.each<[string, string, number]>([
    ["that is no JSON", '{\n"a": }', 2],
    ["that says a thing twice", '{"countersign_policy": 1,\n\n"countersign_policy": 1}', 3],
    ["that is empty", "", 1],
  ])("%s is refused, with the line", async (_, text, line) => {
    expect(await faultsOf(text)).toEqual([expect.objectContaining({ path: "", line })]);
  });

  test("of a different form, that isn't text, or over 2 MiB is refused", async () => {
    const newerVersion = (await written()).replace('"countersign_policy": 1', '"countersign_policy": 2');
    expect(await faultsOf(newerVersion)).toEqual([expect.objectContaining({ path: "/countersign_policy" })]);
    await expect(readDocument(db, new Uint8Array([0xff, 0xfe]))).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(readDocument(db, new Uint8Array(2 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: "payload_too_large",
    });
  });
});

describe("an error in the form of a policy file", () => {
  test("is reported in words for the file's author", async () => {
    const file = JSON.parse(await written());
    file.rules = [{ id: "x", outcome: "maybe", actions: "all", note: 1, title: 5, enabled: "yes" }];
    const faults = await faultsOf(JSON.stringify(file));
    expect(Object.fromEntries(faults.map(({ path, message }) => [path, message]))).toEqual({
      "/rules/0": "has an unknown field: note",
      "/rules/0/outcome": 'must be "allow" or "step_up" or "block"',
      "/rules/0/actions": "must be a list",
      "/rules/0/title": "must be text",
      "/rules/0/enabled": "must be true or false",
    });
    const [missing] = await faultsOf("{}");
    expect(missing?.message).toBe("is required");
  });
});
