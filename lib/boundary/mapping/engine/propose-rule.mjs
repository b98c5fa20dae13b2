// @ts-check
import { foldName } from "../../../json/fold-name.mjs";
import { defaultType } from "./default-type.mjs";
import { readExpression } from "./expression.mjs";
import { MappingError } from "./mapping-error.mjs";
import { isDefaultType, readRule } from "./read-rule.mjs";

/**
 * What a server proposes for one of its tools, as a rule, and the parts of the proposal that no rule
 * can say. All of it is the server's own words: untrusted.
 * @typedef {object} Proposal
 * @property {{tool: string, type: string, resource?: string, params?: Record<string, unknown>}} [rule]
 * undefined if nothing was translated
 * @property {{path: string, expression: string}[]} untranslated with the JSON Pointer from the
 * mapping, and the expression
 */

const mostMembers = 100;
const longestShown = 1000;
/** Names of params that Countersign uses itself, and one that objects can't have. */
const reserved = ["tool", "arguments", "__proto__"].map(foldName);

/**
 * Translates `x-authzen-mapping` in the `inputSchema` of a tool (OpenID AuthZEN, COAZ-MCP, draft 1)
 * into a rule. Total: an expression that is more than a path into the arguments, text, or both joined
 * is reported and never evaluated. The subject has no place in a rule, because the agent is known by
 * its key.
 * @param {{name: string, inputSchema?: unknown}} tool
 * @param {string} server the name of the MCP server in action types
 * @returns {Proposal | undefined} undefined if the tool proposes nothing
 */
export function proposeRule({ name, inputSchema }, server) {
  const given = own(inputSchema, "x-authzen-mapping");
  if (given === undefined) return undefined;
  const translation = new Translation(own(inputSchema, "properties"), name);
  const evaluation = own(given, "evaluation");
  if (!isObject(evaluation) || Object.keys(Object(given)).length !== 1) {
    translation.refuse("", given);
    return { untranslated: translation.untranslated };
  }
  const ownType = defaultType(["mcp", server, name]);
  const type = translation.type(own(own(evaluation, "action"), "name"), ownType);
  const resource = translation.resource(own(evaluation, "resource"));
  const params = translation.params(evaluation, type !== ownType);
  const isEmpty = type === ownType && resource === undefined;
  // An asterisk in a name would make the rule apply to other tools.
  if (isEmpty || name.includes("*")) return { untranslated: translation.untranslated };
  const rule = { tool: `${server}/${name}`, type, ...(resource && { resource }), ...(params && { params }) };
  if (isReadable(rule)) return { rule, untranslated: translation.untranslated };
  translation.refuse("", given);
  return { untranslated: translation.untranslated };
}

/** One mapping, on the way to a rule. */
class Translation {
  /** @type {{path: string, expression: string}[]} */
  untranslated = [];

  /** @param {unknown} properties the arguments that the schema names @param {string} tool */
  constructor(properties, tool) {
    this.properties = properties;
    this.tool = tool;
  }

  /** @param {string} path @param {unknown} value */
  refuse(path, value) {
    const expression = typeof value === "string" ? value : kindOf(value);
    const shown = expression.length > longestShown ? `${expression.slice(0, longestShown)}…` : expression;
    if (this.untranslated.length < mostMembers) this.untranslated.push({ path, expression: shown });
  }

  /** @param {unknown} given @param {string} ownType @returns {string} */
  type(given, ownType) {
    const parts = this.#parts(given);
    const type = parts?.every((part) => typeof part === "string") ? parts.join("") : "";
    // Only a client's own shell runs commands: a tool that says so would get the rules for commands.
    const isOwn = isDefaultType(type) || type === "shell.run";
    if (isReadable({ tool: "server/tool", type }) && !isOwn) return type;
    this.refuse("/evaluation/action/name", given);
    return ownType;
  }

  /** @param {unknown} given @returns {string | undefined} */
  resource(given) {
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

  /**
   * The context, and the properties of action and resource, as params.
   * @param {unknown} evaluation
   * @param {boolean} hasOwnType a rule with a tool's default type has no params
   */
  params(evaluation, hasOwnType) {
    /** @type {Map<string, unknown>} */
    const params = new Map();
    const folded = new Set(reserved);
    for (const [path, values] of /** @type {[string, unknown][]} */ ([
      ["/evaluation/context", own(evaluation, "context")],
      ["/evaluation/action/properties", own(own(evaluation, "action"), "properties")],
      ["/evaluation/resource/properties", own(own(evaluation, "resource"), "properties")],
    ])) {
      const members = isObject(values) ? Object.entries(values).slice(0, mostMembers) : [];
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

  /**
   * A value of `params` in a rule. Only a path: policy would read a fixed value, such as a small
   * amount, whatever the call says.
   * @param {unknown} given
   */
  #source(given) {
    const parts = this.#parts(given);
    const [only] = parts?.length === 1 ? parts : [];
    return only === undefined || typeof only === "string" ? undefined : pointerOf(only);
  }

  /**
   * The parts of a value: text as it stands, or an expression after `$`. Paths begin at the arguments.
   * @param {unknown} given
   * @returns {import("./expression.mjs").Part[] | undefined}
   */
  #parts(given) {
    if (typeof given !== "string" || given === "") return undefined;
    if (!given.startsWith("$")) return [given];
    if (given.startsWith("$$")) return [given.slice(1)];
    const parts = readExpression(given.startsWith("$params") ? given : given.slice(1));
    const found = parts?.map((part) => (typeof part === "string" ? part : this.#inArguments(part)));
    return found?.every((part) => part !== undefined) ? found : undefined;
  }

  /**
   * `params` are those of the JSON-RPC request: `params.arguments.amount`. Earlier drafts wrote
   * `params.amount`, which is read so only for an argument that the schema names.
   * @param {string[]} path
   */
  #inArguments([first = "", ...rest]) {
    if (first === "name" && rest.length === 0) return this.tool;
    if (first === "arguments") return rest.length === 0 ? undefined : rest;
    const isNamed = first !== "" && first !== "name" && own(this.properties, first) !== undefined;
    return isNamed ? [first, ...rest] : undefined;
  }
}

/** @param {object} rule */
function isReadable(rule) {
  try {
    readRule(rule, "");
    return true;
  } catch (error) {
    if (error instanceof MappingError) return false;
    throw error;
  }
}

/** @param {readonly string[]} tokens */
function pointerOf(tokens) {
  return tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** @param {unknown} value @returns {value is object} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {string} name @returns {unknown} */
function own(value, name) {
  return isObject(value) && Object.hasOwn(value, name)
    ? /** @type {Record<string, unknown>} */ (value)[name]
    : undefined;
}

/** Names a value that isn't an expression, without reading what may be nested very deep. @param {unknown} value */
function kindOf(value) {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "an array" : "an object";
}
