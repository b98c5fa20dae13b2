import { foldName, isJsonObject, pointer } from "#client/json/pointer";
import { defaultType } from "./default-type.ts";
import { type Part, readExpression } from "./expression.ts";
import { MappingError } from "./mapping-error.ts";
import { isDefaultType, readRule } from "./read-rule.ts";

/** A server's proposal for a tool as a rule, and the parts that no rule can say: untrusted. */
interface Proposal {
  /** Undefined if nothing was translated. */
  rule?: { tool: string; type: string; resource?: string; params?: Record<string, unknown> };
  /** With the JSON Pointer from the mapping, and the expression. */
  untranslated: { path: string; expression: string }[];
}

const mostMembers = 100;
const longestShown = 1000;
/** Names of Countersign's own params, and one that objects can't have. */
const reserved = ["tool", "arguments", "__proto__"].map(foldName);

/**
 * Translates `x-authzen-mapping` in a tool's `inputSchema` (OpenID AuthZEN, COAZ-MCP, draft 1) into a rule.
 * An expression beyond paths and text is reported, never evaluated. The subject has no place in a rule: the
 * agent is known by its key. @param server the name of the MCP server in action types
 */
export function proposeRule(
  { name, inputSchema }: { name: string; inputSchema?: unknown },
  server: string,
): Proposal | undefined {
  const given = own(inputSchema, "x-authzen-mapping");
  if (given === undefined) return undefined;
  const translation = new Translation(own(inputSchema, "properties"), name);
  const evaluation = own(given, "evaluation");
  if (!isJsonObject(evaluation) || Object.keys(Object(given)).length !== 1) {
    translation.refuse("", given);
    return { untranslated: translation.untranslated };
  }
  const ownType = defaultType(["mcp", server, name]);
  const type = translation.type(own(own(evaluation, "action"), "name"), ownType);
  const resource = translation.resource(own(evaluation, "resource"));
  const params = translation.params(evaluation, type !== ownType);
  const isEmpty = type === ownType && resource === undefined;
  // An asterisk in a name would make the rule apply to more tools.
  if (isEmpty || name.includes("*")) return { untranslated: translation.untranslated };
  const rule = { tool: `${server}/${name}`, type, ...(resource && { resource }), ...(params && { params }) };
  if (isReadable(rule)) return { rule, untranslated: translation.untranslated };
  translation.refuse("", given);
  return { untranslated: translation.untranslated };
}

class Translation {
  untranslated: { path: string; expression: string }[] = [];

  /** @param properties the arguments that the schema names */
  constructor(
    readonly properties: unknown,
    readonly tool: string,
  ) {}

  refuse(path: string, value: unknown) {
    const expression = typeof value === "string" ? value : kindOf(value);
    const shown = expression.length > longestShown ? `${expression.slice(0, longestShown)}…` : expression;
    if (this.untranslated.length < mostMembers) this.untranslated.push({ path, expression: shown });
  }

  type(given: unknown, ownType: string): string {
    const parts = this.#parts(given);
    const type = parts?.every((part) => typeof part === "string") ? parts.join("") : "";
    // Only a client's own shell runs commands: a tool's word would get it the rules for commands.
    const isOwn = isDefaultType(type) || type === "shell.run";
    if (isReadable({ tool: "server/tool", type }) && !isOwn) return type;
    this.refuse("/evaluation/action/name", given);
    return ownType;
  }

  resource(given: unknown): string | undefined {
    const [type, id] = [this.#parts(own(given, "type")), this.#parts(own(given, "id"))];
    if (!type) this.refuse("/evaluation/resource/type", own(given, "type"));
    if (!id) this.refuse("/evaluation/resource/id", own(given, "id"));
    if (!type || !id) return undefined;
    const parts = [...type, "/", ...id];
    const text = parts.map((part) => (typeof part === "string" ? part : `{${pointerOf(part)}}`)).join("");
    const isAmbiguous = parts.some((part) => /[{}]/.test(typeof part === "string" ? part : part.join("")));
    if (!isAmbiguous && !text.startsWith("/")) return text;
    this.refuse("/evaluation/resource", `${own(given, "type")}, ${own(given, "id")}`);
    return undefined;
  }

  /** Context and properties as params. A rule with the tool's own default type has no params. */
  params(evaluation: unknown, hasOwnType: boolean) {
    const params: Map<string, unknown> = new Map();
    const folded = new Set(reserved);
    for (const [path, values] of [
      ["/evaluation/context", own(evaluation, "context")],
      ["/evaluation/action/properties", own(own(evaluation, "action"), "properties")],
      ["/evaluation/resource/properties", own(own(evaluation, "resource"), "properties")],
    ] as [string, unknown][]) {
      const members = isJsonObject(values) ? Object.entries(values).slice(0, mostMembers) : [];
      for (const [name, value] of members) {
        const source = this.#source(value);
        const isFree = !folded.has(foldName(name));
        if (source === undefined || !isFree || !hasOwnType) this.refuse(`${path}${pointerOf([name])}`, value);
        else params.set(name, source);
        folded.add(foldName(name));
      }
    }
    return params.size === 0 ? undefined : Object.fromEntries(params);
  }

  /** A value of `params`: only a path. Policy would read a fixed amount, whatever the call says. */
  #source(given: unknown) {
    const parts = this.#parts(given);
    const [only] = parts?.length === 1 ? parts : [];
    return only === undefined || typeof only === "string" ? undefined : pointerOf(only);
  }

  /** A value's parts: text, or an expression after `$`, whose paths begin at the arguments. */
  #parts(given: unknown): Part[] | undefined {
    if (typeof given !== "string" || given === "") return undefined;
    if (!given.startsWith("$")) return [given];
    if (given.startsWith("$$")) return [given.slice(1)];
    const parts = readExpression(given.startsWith("$params") ? given : given.slice(1));
    const found = parts?.map((part) => (typeof part === "string" ? part : this.#inArguments(part)));
    return found?.every((part) => part !== undefined) ? found : undefined;
  }

  /** `params.arguments.amount` of the request, or `params.amount` of earlier drafts for a named argument. */
  #inArguments([first = "", ...rest]: string[]) {
    if (first === "name" && rest.length === 0) return this.tool;
    if (first === "arguments") return rest.length === 0 ? undefined : rest;
    const isNamed = first !== "" && first !== "name" && own(this.properties, first) !== undefined;
    return isNamed ? [first, ...rest] : undefined;
  }
}

function isReadable(rule: object) {
  try {
    readRule(rule, "");
    return true;
  } catch (error) {
    if (error instanceof MappingError) return false;
    throw error;
  }
}

function pointerOf(tokens: readonly string[]) {
  return tokens.reduce(pointer, "");
}

function own(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Names a value without reading it: it may be nested very deep. */
function kindOf(value: unknown) {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "an array" : "an object";
}
