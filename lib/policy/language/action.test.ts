import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64url, sha256 } from "#lib/kernel/digest";
import { type Action, actionDigest, actionSchema } from "./action.ts";

const refund: Action = {
  type: "refund.create",
  resource: "charge/ch_81",
  params: { amount: 1250, currency: "USD" },
  audience: "https://payments.example",
};

describe("the wire's action", () => {
  test("is accepted, with the same params object", () => {
    expect(actionSchema.parse(refund)).toEqual(refund);
    expect(actionSchema.parse(refund).params).toBe(refund.params);
  });

  test("keeps a parameter named __proto__, so that the digest covers it", () => {
    const params = JSON.parse('{"__proto__": {"amount": 1}, "amount": 2}');
    const parsed = actionSchema.parse({ type: "refund.create", params });
    expect(Object.keys(parsed.params)).toEqual(["__proto__", "amount"]);
    expect(actionDigest("agt_1", parsed)).not.toBe(
      actionDigest("agt_1", { type: "refund.create", params: { amount: 2 } }),
    );
  });

  test.each([
    ["an unknown member", { ...refund, note: "hello" }],
    ["upper case in the type", { ...refund, type: "Refund.create" }],
    ["a type that is no name", { ...refund, type: "refund create" }],
    ["an empty part of a type", { ...refund, type: "refund..create" }],
    ["a type of 101 characters", { ...refund, type: "a".repeat(101) }],
    ["a resource of 501 characters", { ...refund, resource: "r".repeat(501) }],
    ["a resource with U+0000, which cannot be stored", { ...refund, resource: "charge\u0000" }],
    ["an empty resource", { ...refund, resource: "" }],
    ["a null resource", { ...refund, resource: null }],
    ["an audience of 501 characters", { ...refund, audience: "a".repeat(501) }],
    ["params missing", { type: "refund.create" }],
    ["params null", { ...refund, params: null }],
    ["params an array", { ...refund, params: [] }],
    ["a number too large for JavaScript", { ...refund, params: JSON.parse('{"amount": 1e999}') }],
    [
      "params nested too deep",
      { ...refund, params: { nested: JSON.parse(`${"[".repeat(17)}${"]".repeat(17)}`) } },
    ],
  ])("is refused with %s", (_, action) => {
    expect(actionSchema.safeParse(action).success).toBe(false);
  });
});

describe("the action digest", () => {
  test("is base64url(SHA-256(JCS)) with absent members left out", () => {
    expect(actionDigest("agt_1", { type: "data.read", params: { b: 1.0, a: "x" } })).toBe(
      base64url(sha256('{"agent":"agt_1","params":{"a":"x","b":1},"type":"data.read"}')),
    );
    expect(actionDigest("agt_1", refund)).toBe(
      base64url(
        sha256(
          '{"agent":"agt_1","audience":"https://payments.example","params":{"amount":1250,"currency":"USD"},"resource":"charge/ch_81","type":"refund.create"}',
        ),
      ),
    );
  });

  test("does not depend on the order of members", () => {
    const { params, ...rest } = refund;
    expect(actionDigest("agt_1", { params: { currency: "USD", amount: 1250 }, ...rest })).toBe(
      actionDigest("agt_1", refund),
    );
    expect(params).toBeDefined();
  });

  test("changes with the agent and with any changed parameter", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue() as fc.Arbitrary<never>),
        (params) => {
          const action: Action = { type: "data.read", params };
          const changed: Action = {
            type: "data.read",
            params: { ...params, [`${Object.keys(params)[0] ?? ""}x`]: 1 },
          };
          expect(actionDigest("agt_1", action)).not.toBe(actionDigest("agt_2", action));
          if (JSON.stringify(params) !== JSON.stringify(changed.params))
            expect(actionDigest("agt_1", action)).not.toBe(actionDigest("agt_1", changed));
        },
      ),
    );
  });
});
