import { describe, expect, test } from "vitest";
import { csvValues } from "./csv-values.ts";

describe("a CSV file", () => {
  test.each([
    ["customer,name\r\ncus_1,Acme\r\ncus_2,Globex\r\n", ["cus_1", "cus_2"]],
    ['\uFEFFCustomer\n"Acme, Inc."\n"The ""Best"""\n', ["Acme, Inc.", 'The "Best"']],
    ["cus_1;DE\ncus_1;FR\n\n  cus_2 \t x\n", ["cus_1", "cus_2"]],
    ["id\ncus_1", ["id", "cus_1"]],
    ["", []],
  ])("gives the first column, each value once and without the parameter's name: %j", (text, values) => {
    expect(csvValues(text, "customer")).toEqual({ values });
  });

  test.each(['cus_1\n"cus_2', 'cus_1\nan "odd" one', '"a"b\n'])(
    "with a quote out of place is refused, so that no value is cut off: %j",
    (text) => {
      expect(csvValues(text, "customer").faultyLine).toBeGreaterThan(0);
    },
  );
});
