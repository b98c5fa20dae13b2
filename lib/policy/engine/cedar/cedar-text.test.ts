import { checkParsePolicySet, isAuthorized, policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ruleSchema } from "#lib/policy/language/rule";
import { compileRule } from "../compile.ts";
import { cedarPattern, cedarString } from "./cedar-text.ts";

const hostile = fc.oneof(
  fc.string({ unit: "grapheme-composite" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    '"',
    "\\",
    '\\"',
    '"); permit(principal,action,resource); //',
    "\n",
    "\u0000",
    "\u202e",
    "\u2028",
    "*",
    "\\*",
    "\\u{22}",
    "'",
    "@id",
    "/* */",
  ),
);

describe("text in Cedar", () => {
  test("a literal means exactly the text, for any text", () => {
    fc.assert(
      fc.property(hostile, hostile, (text, other) => {
        const policy = `permit(principal, action, resource) when { context.text == ${cedarString(text)} };`;
        expect(isPermitted(policy, { text })).toBe(true);
        expect(isPermitted(policy, { text: other })).toBe(other === text);
      }),
    );
  });

  test("a pattern has no wildcard but *", () => {
    fc.assert(
      fc.property(hostile, hostile, (before, after) => {
        const policy = `permit(principal, action, resource) when { context.text like ${cedarPattern(`${before}*`)} };`;
        expect(isPermitted(policy, { text: `${before.replaceAll("*", "")}${after}` })).toBe(true);
        if (!before.includes("*"))
          expect(isPermitted(policy, { text: `x${before}` })).toBe(`x${before}`.startsWith(before));
      }),
    );
  });

  test("no text of a rule can add to the policy, close it, or change its effect", () => {
    const line = hostile
      .map((text) => text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ""))
      .filter((text) => text.trim() !== "");
    const name = line.map((text) => text.replaceAll(".", "")).filter((text) => text !== "");
    fc.assert(
      fc.property(line, name, line, (title, param, value) => {
        const rule = ruleSchema.parse({
          id: "rule",
          title,
          outcome: "block",
          actions: ["*"],
          resource: value,
          audience: value,
          conditions: [
            { kind: "text", param, is: "one_of", values: [value] },
            { kind: "text", param, is: "like", values: [value] },
          ],
        });
        const { policy, indeterminatePolicy = "" } = compileRule(rule);
        expect(checkParsePolicySet({ staticPolicies: { rule: policy, indeterminatePolicy } })).toEqual({
          type: "success",
        });
        const json = policyToJson(policy);
        expect(json).toMatchObject({
          type: "success",
          json: { effect: "forbid", annotations: { id: "rule", title: title.trim() } },
        });
      }),
    );
  });

  test("invisible and bidirectional characters are written as escapes", () => {
    expect(cedarString('a\u202eb\u200b"\\é€')).toBe('"a\\u{202e}b\\u{200b}\\u{22}\\u{5c}é€"');
  });
});

function isPermitted(policy: string, context: Record<string, string>): boolean {
  const answer = isAuthorized({
    principal: { type: "Agent", id: "a" },
    action: { type: "Action", id: "b" },
    resource: { type: "Resource", id: "c" },
    context,
    entities: [],
    policies: { staticPolicies: { policy } },
  });
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join());
  return answer.response.decision === "allow";
}
