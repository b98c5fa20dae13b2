import { expect, test } from "vitest";
import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import { testRequestType } from "#lib/descriptors/test-request-type";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { descriptorOf } from "./descriptor-of.ts";

const type = "http.get.api.example";
const described = { intent: "Read the API", fields: [] };

function shownWith(entry: Pick<ActionType, "descriptor"> | undefined, of = type) {
  return descriptorOf({ version: 3, catalog: new Map(entry && [[of, entry as ActionType]]) }, of);
}

test("the catalog's entry decides how a type is shown, also if it has no descriptor", () => {
  expect(shownWith({ descriptor: described })).toEqual({ descriptor: described, source: { version: 3 } });
  expect(shownWith({})).toBeUndefined();
});

test("a type without an entry has its built-in descriptor", () => {
  expect(shownWith(undefined)).toEqual({ descriptor: builtInDescriptor(type), source: { built_in: 1 } });
});

test("no entry gives a test request other words, and a type called like it has its own", () => {
  const builtIn = { descriptor: builtInDescriptor(testRequestType), source: { built_in: 1 } };
  expect(shownWith({ descriptor: described }, testRequestType)).toEqual(builtIn);
  expect(shownWith({}, testRequestType)).toEqual(builtIn);
  for (const other of [`${testRequestType}.refund`, testRequestType.toUpperCase()]) {
    expect(shownWith(undefined, other)).toBeUndefined();
    expect(shownWith({ descriptor: described }, other)?.descriptor).toEqual(described);
  }
});
