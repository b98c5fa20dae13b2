import { expect, test } from "vitest";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import { mappingText } from "../../mapping-text.ts";
import { startingText } from "./starting-text.ts";

const rule = { tool: "files/a", type: "one" };
const stored = { version: 2, document: JSON.stringify({ rules: [rule], version: 1 }) };
const boundary = { kind: "mcp", server: "files", mappingDigest: null };
const start = { boundary, live: undefined, restored: undefined, rules: [] };

test("the editor warns that a mapping here takes the place of the rules in the boundary's file", () => {
  const warning = expect.stringContaining("the rules of the file no longer apply");
  for (const kind of ["mcp", "http_proxy"])
    for (const live of [undefined, { document: noMapping }]) {
      const started = startingText({ ...start, live, boundary: { ...boundary, kind, mappingDigest: "a" } });
      expect(started).toEqual({ text: mappingText([]), hint: warning });
    }
  expect(startingText(start).hint).toContain("keeps its default type");
});

test("the editor starts with the live mapping, or with the version that is restored", () => {
  expect(startingText({ ...start, live: stored })).toEqual({ text: mappingText([rule]), hint: undefined });
  const live = { document: noMapping };
  expect(startingText({ ...start, live, restored: stored })).toEqual({
    ...{ text: mappingText([rule]), hint: "The rules of version 2. Nothing is saved yet." },
  });
});
