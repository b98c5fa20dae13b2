import { expect, test } from "vitest";
import { builtInDescriptor } from "#lib/descriptors/built-in/built-in-descriptor";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { descriptorOf } from "./descriptor-of.ts";

const type = "http.get.api.example";
const described = { intent: "Read the API", fields: [] };

function shownWith(entry: Pick<ActionType, "descriptor"> | undefined) {
  return descriptorOf({ version: 3, catalogue: new Map(entry && [[type, entry as ActionType]]) }, type);
}

test("the catalog's entry decides how a type is shown, also if it has no descriptor", () => {
  expect(shownWith({ descriptor: described })).toEqual({ descriptor: described, source: { version: 3 } });
  expect(shownWith({})).toBeUndefined();
});

test("a type without an entry has its built-in descriptor", () => {
  expect(shownWith(undefined)).toEqual({ descriptor: builtInDescriptor(type), source: { built_in: 1 } });
});
