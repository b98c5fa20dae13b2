import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonText } from "./json-text.ts";

describe("JSON for people and version control", () => {
  test("reads back as the same value, for any value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(jsonText(plain))).toEqual(plain);
      }),
    );
  });

  test("is the same text for any order of members", () => {
    const text = jsonText({
      ...{
        rules: [],
        version: 3,
        action_types: [{ schema: { required: ["type"], type: "object" }, type: "a" }],
      },
      ...{ countersign_policy: 1 },
    });
    expect(text).toBe(
      jsonText({
        ...{ countersign_policy: 1, version: 3 },
        ...{ action_types: [{ type: "a", schema: { type: "object", required: ["type"] } }], rules: [] },
      }),
    );
    expect(Object.keys(JSON.parse(text))).toEqual(["countersign_policy", "version", "action_types", "rules"]);
  });

  test("sorts names chosen by people only by name", () => {
    const { properties } = JSON.parse(jsonText({ properties: { type: {}, b: {}, id: {}, a: {} } }));
    expect(Object.keys(properties)).toEqual(["a", "b", "id", "type"]);
  });

  test("escapes invisible characters and characters that reverse text", () => {
    const text = jsonText({ title: "a\u202eb\u200b\u00a0\u{e0041}\u2028 é 日" });
    expect(text).toContain('"a\\u202eb\\u200b\\u00a0\\udb40\\udc41\\u2028 é 日"');
  });
});
