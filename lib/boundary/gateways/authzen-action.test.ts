import { expect, test } from "vitest";
import { CallError } from "#lib/boundary/mapping/call-error.mjs";
import { actionTypePattern, longestActionType } from "#lib/text/action-type.mjs";
import { actionOfEvaluation } from "./authzen-action.ts";
import { type Evaluation, evaluationSchema } from "./authzen-schema.ts";

const subject = { type: "agent", id: "agt_1" };
const evaluation = (name: string, type = "record", more: object = {}): Evaluation =>
  evaluationSchema.parse({ subject, action: { name }, resource: { type, id: "1" }, ...more });
const actionOf = (given: Evaluation) => actionOfEvaluation(given, { isAgent: true });
const typeOf = (name: string, type?: string) => actionOf(evaluation(name, type)).type;

test.each([
  ["refund.create", "charge", "refund.create"],
  ["can_read", "record", "authzen.record.can_read"],
  ["read", "todo", "authzen.todo.read"],
])("the name %s for a %s has the type %s", (name, type, expected) => {
  expect(typeOf(name, type)).toBe(expected);
});

test("every name has a type that a request can have, and no two names share one", () => {
  const names = [
    "Read",
    "read",
    "READ",
    "ré",
    "re ad",
    "re.ad!",
    "",
    "a".repeat(300),
    "a".repeat(301),
    "authzen.record.read",
    "x.y",
    "x..y",
  ];
  const types = names
    .filter((name) => name !== "")
    .flatMap((name) => ["record", "Record", "re.cord", "r/e"].map((type) => ({ name, type })))
    .map(({ name, type }) => JSON.stringify([typeOf(name, type), actionOf(evaluation(name, type)).resource]));
  expect(new Set(types).size).toBe(types.length);
  for (const text of types) {
    const [type] = JSON.parse(text) as [string];
    expect(type).toMatch(actionTypePattern);
    expect(type.length).toBeLessThanOrEqual(longestActionType);
  }
});

test("a slash in the type of a resource can't be taken for the end of the type", () => {
  const of = (type: string, id: string) =>
    actionOf(evaluation("x.y", type, { resource: { type, id } })).resource;
  expect(of("a", "b/c")).toBe("a/b/c");
  expect(of("a/b", "c")).toBe("a%2Fb/c");
  expect(of("a%2Fb", "c")).toBe("a%252Fb/c");
});

test("no two evaluations have the same params", () => {
  const one = { a: 1 };
  const forms: object[] = [
    {},
    { action: { name: "x.y", properties: one } },
    { resource: { type: "record", id: "1", properties: one } },
    { subject: { ...subject, properties: one } },
    { context: one },
    ...["resource", "subject", "context", "action", "Resource"].map((name) => ({
      action: { name: "x.y", properties: { [name]: one } },
    })),
    { action: { name: "x.y", properties: { action: one, context: one } } },
    { action: { name: "x.y", properties: { action: one } }, context: one },
  ];
  const actions = forms.map((form) => JSON.stringify(actionOf(evaluation("x.y", "record", form))));
  expect(new Set(actions).size).toBe(actions.length);
});

test("params that two readers could understand differently are refused", () => {
  const context = { deep: Array.from({ length: 20 }).reduce((inner) => [inner], 1) };
  expect(() => actionOf(evaluation("x.y", "record", { context }))).toThrow(CallError);
});
