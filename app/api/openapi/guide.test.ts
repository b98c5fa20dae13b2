import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { askSchema } from "#lib/requests/ask/ask-schema";
import { operations } from "./operations.ts";

const guide = readFileSync(new URL("../../../docs/agents.md", import.meta.url), "utf8");

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

test("docs/agents.md says what to do after every error that an agent's call can get", () => {
  const rows = guide.split("\n").filter((line) => /^\| \d{3}/.test(line));
  const codes = new Set(operations.flatMap(({ errors }) => errors));
  expect([...codes].filter((code) => !rows.some((row) => row.includes(`\`${code}\``)))).toEqual([]);
});
