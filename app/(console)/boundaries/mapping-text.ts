import type { WrittenRule } from "#lib/boundary/mapping/kept/read-document";

/** A rule as JSON on one line, with members in the documented order. */
export function ruleText({ tool, type, resource, audience, params }: WrittenRule): string {
  const members = Object.entries({ tool, type, resource, audience, params });
  const given = members.filter(([, value]) => value !== undefined);
  return `{ ${given.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(", ")} }`;
}

/** A mapping as JSON for a person to edit: one rule a line. */
export function mappingText(rules: readonly WrittenRule[]): string {
  const lines = rules.map((rule) => `    ${ruleText(rule)}`);
  return `{\n  "version": 1,\n  "rules": [${lines.length > 0 ? `\n${lines.join(",\n")}\n  ` : ""}]\n}\n`;
}

/**
 * A mapping's text with one more rule, which replaces the rules for the same tool or else comes
 * first, because the first matching rule applies.
 * @returns undefined if the text isn't a mapping with rules
 */
export function withRule(text: string, rule: WrittenRule): string | undefined {
  const rules = rulesIn(text);
  if (!rules) return undefined;
  const at = rules.findIndex(({ tool }) => tool === rule.tool);
  const others = rules.filter(({ tool }) => tool !== rule.tool);
  return mappingText(others.toSpliced(Math.max(at, 0), 0, rule));
}

function rulesIn(text: string): WrittenRule[] | undefined {
  try {
    const file = JSON.parse(text) as { rules?: unknown };
    const { rules = [] } = file;
    const isList =
      !Array.isArray(file) && Array.isArray(rules) && rules.every((rule) => typeof rule?.tool === "string");
    return isList ? (rules as WrittenRule[]) : undefined;
  } catch {
    return undefined;
  }
}
