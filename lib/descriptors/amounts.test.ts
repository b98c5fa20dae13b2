import { expect, test } from "vitest";
import { digitsWarning } from "#lib/text/description-labels";
import { descriptorFaults } from "./check-descriptor.ts";
import { type Descriptor, descriptorSchema } from "./descriptor.ts";
import { currencyDigits } from "./formats/numbers.ts";
import { renderAction } from "./render/render-action.ts";
import { textLines } from "./render/text-lines.ts";

/**
 * A currency of every class of ISO 4217, with the digits that the class has, and a million minor
 * units in it; undefined for none.
 */
const classes: [string, string, number | undefined, string?][] = [
  ["no digits", "JPY", 0, "1,000,000.00 JPY"],
  ["two digits", "USD", 2, "10,000.00 USD (1000000)"],
  ["two digits, and none in CLDR", "IDR", 2, "10,000.00 IDR (1000000)"],
  ["three digits", "KWD", 3, "1,000.000 KWD (1000000)"],
  ["four digits", "CLF", 4, "100.0000 CLF (1000000)"],
  ["no minor units", "XAU", undefined],
  ["no currency", "XXX", undefined],
  ["a code that ISO 4217 doesn't have", "QQQ", undefined],
  ["a member that objects inherit", "constructor", undefined],
];
const counts = [0, 1, 2, 3, 4];
const isCode = (currency: string) => /^[A-Z]{3}$/.test(currency);

function fieldsOf(currency: string, minorUnits: number): Descriptor["fields"] {
  const params = { currency, minorUnits };
  return [{ path: "/amount", label: "Amount", format: "amount", params }];
}

test.each(classes)("ISO 4217: %s (%s)", (_, currency, digits) => {
  expect(currencyDigits(currency)).toBe(digits);
});

test.each(classes)(
  "an amount in a currency with %s (%s) is shown in its own minor units, and raw with a warning in any other",
  (_, currency, digits, text) => {
    for (const minorUnits of counts) {
      const fields = fieldsOf("/currency", minorUnits);
      const descriptor = { intent: "Pay", sentence: "Pay {amount}", fields };
      const params = { amount: 1_000_000, currency };
      const rendering = renderAction({ type: "payment.send", params }, descriptor);
      const lines = textLines(rendering);
      if (minorUnits === digits) expect(lines.slice(0, 2)).toEqual(["Pay", `Pay ${text}`]);
      else {
        const fallback = { code: isCode(currency) ? "currency_digits" : "unexpected_value" };
        expect(rendering).toMatchObject({ form: "raw", fields: [], fallback });
        expect(lines).toContain("Also included: /amount 1000000");
        expect(lines.includes(digitsWarning)).toBe(isCode(currency));
      }
    }
  },
);

test("a list and a table show amounts by the digits of their currency too", () => {
  const format = { format: "amount", params: { currency: "/currency", minorUnits: 2 } } as const;
  const fields: Descriptor["fields"] = [
    { path: "/list", label: "List", format: "list", params: { items: format } },
    {
      ...{ path: "/table", label: "Table", format: "table" },
      params: { columns: [{ path: "/sum", label: "Sum", ...format }] },
    },
  ];
  const rendered = (given: object) =>
    renderAction({ type: "payment.send", params: { ...given } }, { intent: "Pay", fields }).fallback;
  const one = { list: [500], table: [{ sum: 7 }] };
  expect(rendered({ ...one, currency: "EUR" })).toBeUndefined();
  expect(rendered({ ...one, currency: "JPY" })).toEqual({ code: "currency_digits", path: "/currency" });
});

test.each(classes.filter(([, currency]) => isCode(currency)))(
  "a descriptor with a fixed currency with %s (%s) and other minor units can't be published",
  (_, currency, digits) => {
    for (const minorUnits of counts) {
      const places = (fields: Descriptor["fields"]) =>
        descriptorFaults("payment.send", descriptorSchema.parse({ intent: "Pay", fields })).map(
          ({ path }) => path,
        );
      const isRight = minorUnits === digits;
      expect(places(fieldsOf(currency, minorUnits))).toEqual(isRight ? [] : ["/fields/0/params/minorUnits"]);
      const items = { format: "amount", params: { currency, minorUnits } };
      expect(places([{ path: "/list", label: "List", format: "list", params: { items } }])).toEqual(
        isRight ? [] : ["/fields/0/params/items/params/minorUnits"],
      );
    }
  },
);

test("the currency of an amount in a list or a table can't be editable either", () => {
  const amount = { format: "amount", params: { currency: "/currency" } };
  const currency = { path: "/currency", label: "Currency", format: "identifier", editable: true };
  const columns = [{ path: "/sum", label: "Sum", ...amount }];
  for (const field of [
    { path: "/list", label: "List", format: "list", params: { items: amount } },
    { path: "/table", label: "Table", format: "table", params: { columns } },
  ]) {
    const descriptor = descriptorSchema.parse({ intent: "Pay", fields: [field, currency] });
    expect(descriptorFaults("payment.send", descriptor).map(({ path }) => path)).toEqual([
      "/fields/1/editable",
    ]);
  }
});
