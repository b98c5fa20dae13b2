import fc from "fast-check";
import type { Json } from "#client/json/pointer";
import { type FormatName, formats } from "../formats/formats.ts";

const hostile = [
  ...[
    "__proto__",
    "constructor",
    "a",
    "b",
    "amount",
    "currency",
    "a/b",
    "~",
    "",
    "\u202e",
    "a\u200b",
    "é",
    "e\u0301",
  ],
];
export const name = fc.constantFrom(...hostile);
export const value = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(
      "",
      "USD",
      "\u202eDSU 5",
      "Refund approved",
      "per_01m8e0g09eedgv85sdepwp735j",
      "https://a.b@c.d/",
    ),
    fc.string({ unit: "binary", maxLength: 20 }).filter((text) => !/\p{Cs}/u.test(text)),
    fc.constantFrom<Json>(0, -0, 1250, 0.1, 1e21, 5e-324, 2 ** 53, true, false, null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(name, tie("json"), { maxKeys: 4 }),
  ),
})).json;
/** Parameters with hostile names and values. */
export const params = fc
  .dictionary(name, value, { maxKeys: 6 })
  .map((given) => given as { [name: string]: Json });

const pointerText = (token: string) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`;
const path = fc.array(name, { minLength: 1, maxLength: 2 }).map((tokens) => tokens.map(pointerText).join(""));
const column = fc.record({
  path,
  label: fc.constant("Column"),
  format: fc.constantFrom("text", "json", "number"),
  optional: fc.boolean(),
});
const field = fc.record({
  path,
  label: fc.constantFrom("Amount", "Reason", "To"),
  format: fc.constantFrom(...(Object.keys(formats) as FormatName[])),
  params: fc
    .constantFrom<object>(
      { currency: "/currency" },
      { currency: "USD" },
      { of: "percent" },
      { unit: "s" },
      { one: "x", other: "y" },
      {
        items: { format: "text" },
      },
    )
    .chain((given) => fc.array(column, { maxLength: 2 }).map((columns) => ({ ...given, columns }))),
  optional: fc.boolean(),
  visible: fc.oneof(
    { weight: 4, arbitrary: fc.constant("always") },
    value.map((mustBe) => ({ mustBe })),
    value.map((unless) => ({ unless })),
  ),
});
/** Descriptors, most of which fit no parameters. */
export const descriptor = fc.record({
  intent: fc.constant("Do something"),
  sentence: fc.option(fc.constantFrom("Pay {amount} now", "Use {resource}", "Do it"), { nil: undefined }),
  fields: fc.array(field, { maxLength: 5 }),
});
