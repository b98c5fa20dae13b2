import { actionOf } from "#lib/boundary/mapping/engine/action-of";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { MappingError } from "#lib/boundary/mapping/engine/mapping-error";
import { proposeRule } from "#lib/boundary/mapping/engine/propose-rule";
import { type Risk, readMapping, risks } from "#lib/boundary/mapping/engine/read-mapping";
import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";
import { Fault } from "../fault.ts";
import { visible } from "../visible.ts";

/**
 * A mapping for the tools of one server: one rule per tool, with the type that the tool has without
 * a rule, and the hashes of the tools as accepted.
 * @param options `risk`: the least risk of every tool. `isProposed`: the rules that the server
 * proposes take the place of these
 */
export function newMapping(
  tools: readonly Tool[],
  options: { server: string; risk?: string; isProposed?: boolean },
): { mapping: object; notes: string[] } {
  const { server, risk: least = "write", isProposed = false } = options;
  const floor = risks.find((risk) => risk === least);
  if (!floor) throw new Fault("usage", `--risk must be one of ${risks.join(", ")}`);
  const held = heldNames(tools);
  const accepted = tools.filter(({ name }) => !held.has(name));
  const notes = [...held].map((name) => `Left out, and held by the gateway: ${visible(name)}`);
  const mapping = {
    version: 1,
    // With an asterisk in the name, the rule would apply to more tools.
    rules: accepted
      .filter(({ name }) => !name.includes("*"))
      .map((tool, at) => {
        const { rule, notes: its } = isProposed ? proposedFor(tool, server, at) : { notes: [] };
        notes.push(...its);
        return rule ?? { tool: `${server}/${tool.name}`, type: typeOf(server, tool.name) };
      }),
    held_tools: "block",
    tools: Object.fromEntries(
      accepted.map((tool) => [tool.name, { ...hashTool(tool), risk: riskOf(tool, floor) }]),
    ),
  };
  requireValid(mapping);
  if (isProposed)
    notes.push(
      "The proposed rules are the server's own words, not verified. A type that your policy auto-approves lets the calls run without a person.",
    );
  return { mapping, notes };
}

/** The rule that the server proposes for a tool, and the words for it. `at` is the rule's index. */
function proposedFor(tool: Tool, server: string, at: number) {
  const proposal = proposeRule(tool, server);
  if (!proposal) return { notes: [] };
  const { rule, untranslated } = proposal;
  const notes = untranslated.map(
    ({ path, expression }) =>
      `Not translated for ${visible(tool.name)}: ${visible(path)} ${visible(expression)}`,
  );
  return { rule, notes: rule ? [`Proposed by the server: /rules/${at} ${visible(rule)}`, ...notes] : notes };
}

/** The names of tools that no mapping can accept: listed twice, without canonical JSON, or unsafe. */
function heldNames(tools: readonly Tool[]) {
  const [seen, held] = [new Set(), new Set()];
  for (const tool of tools) {
    if (seen.has(tool.name) || tool.name === "__proto__" || !hashTool(tool)) held.add(tool.name);
    seen.add(tool.name);
  }
  return held;
}

function requireValid(mapping: object) {
  try {
    readMapping(mapping);
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new Fault("usage", `no mapping can have these tools: ${visible(cause.message)}`, { cause });
  }
}

/** The admin's least risk, raised by the server's annotations. Without annotations: destructive (MCP). */
function riskOf({ annotations }: Tool, floor: Risk): Risk {
  const { readOnlyHint, destructiveHint } = Object(annotations);
  const hinted = readOnlyHint === true ? "read" : destructiveHint === false ? "write" : "destructive";
  return risks.indexOf(hinted) > risks.indexOf(floor) ? hinted : floor;
}

function typeOf(server: string, tool: string) {
  try {
    return actionOf(readMapping({ version: 1 }), { kind: "mcp", server, tool }).action.type;
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause;
    throw new Fault("usage", `${visible(`${server}/${tool}`)}: ${visible(cause.message)}`, { cause });
  }
}
