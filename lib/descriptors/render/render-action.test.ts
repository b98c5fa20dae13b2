import { expect, test } from "vitest";
import { renderAction } from "./render-action.ts";
import { textLines } from "./text-lines.ts";

const refund = {
  intent: "Refund a payment",
  sentence: "Refund {amount} to {resource}",
  fields: [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } },
    { path: "/reason", label: "Reason", format: "text", optional: true },
    {
      path: "/notify",
      label: "Notify the customer",
      format: "boolean",
      visible: { unless: true },
      optional: true,
    },
    { path: "/mode", label: "Mode", format: "text", visible: { mustBe: "live" }, optional: true },
  ],
};
const action = (params: object, resource: string | undefined = "charge/ch_81") => ({
  ...{ type: "refund.create", audience: "https://payments.example" },
  ...(resource !== undefined && { resource }),
  params: params as never,
});
const money = { amount: 1250, currency: "USD" };

test("a described action shows its sentence, its fields and everything else", () => {
  const rendering = renderAction(
    action({ ...money, reason: "Twice", notify: true, meta: { a: [1], b: {} } }),
    refund,
  );
  expect(textLines(rendering)).toEqual([
    "Refund a payment",
    "Refund 1,250.00 USD to charge/ch_81",
    "Resource: charge/ch_81",
    "Tool: https://payments.example",
    "Amount: 1,250.00 USD",
    "Reason: Twice",
    'Also included: /meta {"a":[1],"b":{}}',
    "Not shown above: /notify true",
  ]);
});

test("a value that differs from its default is shown, and a hidden one that differs fails the rendering", () => {
  expect(textLines(renderAction(action({ ...money, notify: false }), refund))).toContain(
    "Notify the customer: No",
  );
  expect(renderAction(action({ ...money, mode: "live" }), refund).hidden).toEqual([
    { path: "/mode", value: "live" },
  ]);
  const differing = renderAction(action({ ...money, mode: "test" }), refund);
  expect(differing).toMatchObject({ form: "raw", fallback: { code: "hidden_differs", path: "/mode" } });
});

test.each<[string, object, string | undefined, object]>([
  ["a missing parameter", { currency: "USD" }, undefined, { code: "missing", path: "/amount" }],
  [
    "a value of another type",
    { ...money, amount: "much" },
    undefined,
    { code: "unexpected_value", path: "/amount" },
  ],
  [
    "a value in exponent form",
    { ...money, amount: 1e21 },
    undefined,
    { code: "unexpected_value", path: "/amount" },
  ],
  ["a resource with spaces", money, "me, and nothing else", { code: "unexpected_value", path: "resource" }],
  ["an empty resource", money, "", { code: "unexpected_value", path: "resource" }],
])(
  "with %s there is no sentence and no field, and every parameter is shown raw",
  (_, params, resource, fallback) => {
    const rendering = renderAction(action(params, resource ?? "charge/ch_81"), refund);
    expect(rendering).toMatchObject({
      form: "raw",
      intent: "Refund a payment",
      fallback,
      fields: [],
      hidden: [],
    });
    expect(rendering.sentence).toBeUndefined();
    expect(rendering.also).toEqual(
      Object.entries(params).map(([name, value]) => ({ path: `/${name}`, value })),
    );
  },
);

test("{type} in a sentence is the type of the action, unless a field has this path", () => {
  const typed = (params: object, fields: object[]) =>
    textLines(renderAction(action(params), { intent: "Run", sentence: "Run {type}", fields }))[1];
  expect(typed({}, [])).toBe("Run refund.create");
  const field = { path: "/type", label: "Type", format: "identifier" };
  expect(typed({ type: "a" }, [field])).toBe("Run a");
  expect(typed({ type: "a" }, [{ ...field, format: "text" }])).toBe("Shown without description");
});

test("the type, the resource and the tool stand in a sentence only as an identifier", () => {
  const form = (name: string, text: string) =>
    renderAction(
      { type: text, resource: text, audience: text, params: {} },
      { intent: "Run", sentence: `Run {${name}}`, fields: [] },
    ).form;
  for (const name of ["type", "resource", "tool"])
    expect([form(name, "a.b"), form(name, "a b"), form(name, "a\u202eb")]).toEqual([
      "described",
      "raw",
      "raw",
    ]);
});

test("a field covers its own value alone: what is next to the value is also included", () => {
  const nested = { intent: "X", fields: [{ path: "/meta/a", label: "A", format: "number" }] };
  const { also } = renderAction(action({ meta: { a: 1, b: { c: 2 }, "": [] }, other: 3 }), nested);
  expect(also).toEqual([
    { path: "/meta/", value: [] },
    { path: "/meta/b", value: { c: 2 } },
    { path: "/other", value: 3 },
  ]);
});

test("a hidden amount hides nothing but itself", () => {
  const free = { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } };
  const descriptor = { intent: "X", fields: [{ ...free, visible: { unless: 0 } }] };
  const currency = { to: "mallory" };
  const { also, hidden } = renderAction(action({ amount: 0, currency }), descriptor);
  expect([also, hidden]).toEqual([[{ path: "/currency", value: currency }], [{ path: "/amount", value: 0 }]]);
});

test("without a descriptor every parameter is shown raw", () => {
  expect(textLines(renderAction(action(money), undefined))).toEqual([
    "refund.create",
    "Shown without description",
    "Resource: charge/ch_81",
    "Tool: https://payments.example",
    "Also included: /amount 1250",
    'Also included: /currency "USD"',
  ]);
});

test.each<[string, object]>([
  ["an unknown format", { intent: "X", fields: [{ path: "/amount", label: "Amount", format: "html" }] }],
  [
    "a format named after a member of every object",
    { intent: "X", fields: [{ path: "/amount", label: "A", format: "constructor" }] },
  ],
  ["free text in its sentence", { ...refund, sentence: "Refund because {reason}" }],
  ["a placeholder without a field", { ...refund, sentence: "Refund {total}" }],
  ["a brace alone", { ...refund, sentence: "Refund {amount" }],
  ["a field without a label", { intent: "X", fields: [{ path: "/amount", format: "number" }] }],
  ["no fields", { intent: "X" }],
  [
    "another form of visible",
    { intent: "X", fields: [{ path: "/amount", label: "A", format: "number", visible: "never" }] },
  ],
])("a descriptor from a receipt with %s shows every parameter raw", (_, descriptor) => {
  const rendering = renderAction(action({ ...money, reason: "Twice" }), descriptor);
  expect(rendering.form).toBe("raw");
  expect(rendering.also.map(({ path }) => path)).toEqual(["/amount", "/currency", "/reason"]);
});

test("names of an object's own machinery are parameters like any other", () => {
  const params = JSON.parse('{"amount":5,"currency":"USD","__proto__":{"x":1},"constructor":"c","a/b~c":2}');
  expect(renderAction(action(params), refund).also).toEqual([
    { path: "/__proto__", value: { x: 1 } },
    { path: "/a~1b~0c", value: 2 },
    { path: "/constructor", value: "c" },
  ]);
  const inherited = { intent: "X", fields: [{ path: "/toString", label: "X", format: "json" }] };
  expect(renderAction(action(money), inherited).fallback).toEqual({ code: "missing", path: "/toString" });
});
