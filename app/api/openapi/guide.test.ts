import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { statusOf } from "#app/runtime/problem";
import { askSchema } from "#lib/requests/ask/ask-schema";
import { operations } from "./operations.ts";

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
const guide = read("agents.md");
const index = read("errors.md");

test("docs/agents.md names every member of an ask", () => {
  const asking = guide.split("\n## ").find((section) => section.startsWith("Asking\n")) ?? "";
  const members = Object.keys(askSchema.shape);
  expect(members.filter((member) => !new RegExp(`["\`]${member}["\`]`).test(asking))).toEqual([]);
});

test("every signed call has the errors of a signature, in the document and on the page of the API", () => {
  const signed = operations.filter(({ security }) => security === "signature");
  expect(signed.map(({ id }) => id)).toContain("ask");
  for (const { id, errors } of signed)
    expect(errors, id).toEqual(expect.arrayContaining(["invalid_signature", "key_revoked", "busy"]));
});

test("docs/errors.md has one row for every error code, with its status, those of agents first", () => {
  const [, machines = "", others = ""] = index.split("\n## ");
  const rows = (section: string) =>
    [...section.matchAll(/^\| `(\w+)` \| (\d+) \| .+ \|$/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
  const all = [...rows(machines), ...rows(others)];
  expect(new Map(all as [string, number][])).toEqual(new Map(Object.entries(statusOf)));
  expect(all).toHaveLength(Object.keys(statusOf).length);
  const codes = new Set(rows(machines).map(([code]) => code));
  expect(operations.flatMap(({ errors }) => errors).filter((code) => !codes.has(code))).toEqual([]);
});
