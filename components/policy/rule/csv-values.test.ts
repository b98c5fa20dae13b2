import { describe, expect, test } from "vitest";
import { csvValues } from "./csv-values.ts";

const read = (text: string, param = "customer") => csvValues(new TextEncoder().encode(text), param);

describe("a CSV file", () => {
  test.each([
    ["customer,name\r\ncus_1,Acme\r\ncus_2,Globex\r\n", ["cus_1", "cus_2"]],
    ['\uFEFFCustomer\n"Acme, Inc."\n"The ""Best"""\n', ["Acme, Inc.", 'The "Best"']],
    ["cus_1;DE\ncus_1;FR\n\n  cus_2 ; x\n", ["cus_1", "cus_2"]],
    ["sep=;\ncustomer;name\ncus_1;Müller, Söhne\n", ["cus_1"]],
    ['"a;b",1\n"c",2', ["a;b", "c"]],
    ["cus_1\tx\ncus_2\ty", ["cus_1", "cus_2"]],
    ["id\ncus_1", ["id", "cus_1"]],
    ["", []],
  ])("gives the first column, each value once and without the parameter's name: %j", (text, values) => {
    expect(read(text)).toEqual({ values });
  });

  test.each(['cus_1\n"cus_2', 'cus_1\nan "odd" one', '"a"b\n'])(
    "with a quote out of place is refused, so that no value is cut off: %j",
    (text) => {
      expect(read(text).fault).toMatch(/^Line \d of the file isn't valid CSV/);
    },
  );

  test.each(["Acme\nSmith, John\nDoe, Jane", "a;b\nc", "x,1\ny"])(
    "with rows of different length is refused, so that no value is cut off: %j",
    (text) => {
      expect(read(text).fault).toMatch(/another number of columns/);
    },
  );

  test("in another encoding than UTF-8 is refused, so that no value is changed", () => {
    const latin = Buffer.from("Müller GmbH", "latin1");
    expect(csvValues(latin, "customer").fault).toMatch(/isn't UTF-8/);
  });

  test("with more than 1,000 values is refused, and a long line is read as any other", () => {
    const many = Array.from({ length: 1001 }, (_, n) => `cus_${n}`).join("\n");
    expect(read(many).fault).toMatch(/more than 1,000/);
    expect(read(`${" ".repeat(40_000)}x"`).fault).toMatch(/isn't valid CSV/);
  });
});
