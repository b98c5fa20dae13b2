import { MappingError } from "./mapping-error.ts";
import { readMembers, requireEntries, requireOneOf } from "./members.ts";
import type { Rule } from "./read-rule.ts";
import { readRule } from "./read-rule.ts";

export type Risk = "read" | "write" | "spend" | "production" | "destructive";

/** The hashes of an accepted tool's texts. `risk` is for readers of the file only. */
interface PinnedTool {
  description: string;
  schema: string;
  risk?: Risk;
}

/** `heldTools`: for calls of tools that changed or aren't in `tools`. `exact` and `globs` index the rules. */
export interface Mapping {
  rules: readonly Rule[];
  exact: ReadonlyMap<string, readonly number[]>;
  globs: readonly number[];
  heldTools: "block" | "step_up";
  tools?: ReadonlyMap<string, PinnedTool>;
}

/** From the least to the greatest. */
export const risks: readonly Risk[] = ["read", "write", "spend", "production", "destructive"];
const mostRules = 5000;

/**
 * Reads a mapping file (docs/boundary.md). Unknown members are refused, such as a misspelled `audience`.
 * @throws {MappingError} with a JSON Pointer to the error
 */
export function readMapping(value: unknown): Mapping {
  const file = readMembers(value, "", ["version", "rules", "held_tools", "tools"]);
  if (file.version !== 1) throw new MappingError("/version", "must be 1");
  const { held_tools: heldTools = "block" } = file;
  const rules = readRules(file.rules ?? []);
  return {
    rules,
    ...indexed(rules),
    heldTools: requireOneOf(heldTools, "/held_tools", ["block", "step_up"] as const),
    ...(file.tools !== undefined && { tools: readTools(file.tools) }),
  };
}

function readRules(value: unknown): Rule[] {
  if (!Array.isArray(value)) throw new MappingError("/rules", "must be an array");
  if (value.length > mostRules) throw new MappingError("/rules", `has more than ${mostRules} rules`);
  const rules = value.map((rule, at) => readRule(rule, `/rules/${at}`));
  const uses = new Map();
  for (const { type } of rules) uses.set(type, (uses.get(type) ?? 0) + 1);
  return rules.map((rule) => ({ ...rule, namesTool: rule.namesTool || uses.get(rule.type) > 1 }));
}

function indexed(rules: readonly Rule[]) {
  const exact: Map<string, number[]> = new Map();
  const globs = [];
  for (const [at, { tool }] of rules.entries()) {
    if (tool.includes("*")) globs.push(at);
    else if (!exact.get(tool)?.push(at)) exact.set(tool, [at]);
  }
  return { exact, globs };
}

function readTools(value: unknown): Map<string, PinnedTool> {
  return new Map(
    requireEntries(value, "/tools").map(([name, path, tool]) => {
      const { description, schema, risk } = readMembers(tool, path, ["description", "schema", "risk"]);
      const pinned: PinnedTool = {
        description: requireHash(description, `${path}/description`),
        schema: requireHash(schema, `${path}/schema`),
      };
      if (risk !== undefined) pinned.risk = requireOneOf(risk, `${path}/risk`, risks);
      return [name, pinned];
    }),
  );
}

function requireHash(value: unknown, path: string) {
  if (typeof value === "string" && /^[\w-]{43}$/.test(value)) return value;
  throw new MappingError(path, "must be a SHA-256 in base64url");
}
