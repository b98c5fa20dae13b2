// @ts-check
import { randomBytes } from "node:crypto";
import { Fault } from "../../fault.mjs";
import { postSigned } from "../post-signed.mjs";
import { KeptMapping } from "./kept-mapping.mjs";
import { keepLastAnswer, readLastAnswer, readLastMapping } from "./last-answer.mjs";
import { partsOf, reportable, textsOf } from "./tool-report.mjs";

/** @typedef {import("../../../../lib/boundary/pins/hash-tool.mjs").Tool} Tool */
/** @typedef {import("../../../../lib/boundary/pins/hash-tool.mjs").ToolHashes} ToolHashes */

/**
 * The accepted tools, and what happens to a call of any other tool.
 * @typedef {{accepted: ReadonlyMap<string, ToolHashes>, heldTools: "block" | "step_up"}} Pins
 */

/**
 * @typedef {object} ContactOptions
 * @property {import("../../io.mjs").Io} io
 * @property {import("./boundary-credentials.mjs").BoundaryCredentials} credentials
 * @property {string} version
 * @property {string} kind what the boundary is, such as `mcp`
 * @property {string} lastAnswer path of the file for the server's last answer
 * @property {string} [upstream]
 * @property {string} [server] the name of the MCP server in action types
 * @property {import("../../../../lib/boundary/mapping/read-mapping.mjs").Mapping} mapping the file's. Its
 * rules apply until there is a mapping in Countersign, its accepted tools only while the server can't be
 * reached
 * @property {string} [mappingDigest] of the file's mapping; undefined without a file
 */

/**
 * A registered boundary's line to Countersign.
 * @typedef {object} Contact
 * @property {(tools: readonly Tool[]) => Promise<Pins>} report reports the tools
 * @property {() => Promise<void>} check asks for the mapping alone
 * @property {KeptMapping} kept the mapping as of the last answer
 * @property {boolean} isRefused whether the server refused the last contact
 */

/** @typedef {ContactOptions & {kept: KeptMapping}} Line */

const nothing = Object.freeze({ accepted: new Map(), heldTools: /** @type {const} */ ("block") });
const mostTries = 3;

/**
 * Opens the line: reports the tools, and says which of them an admin accepted. What the console
 * accepted takes the place of what the mapping file accepts. While the server can't be reached, a tool
 * is accepted only if the file accepts it and the last answer did too. A boundary that the server
 * refuses, such as a revoked one, holds every tool.
 * @param {ContactOptions} options
 * @returns {Contact}
 */
export function createContact(options) {
  const { io, mapping, mappingDigest: digest, lastAnswer, credentials } = options;
  const kept = new KeptMapping({ mapping, digest, isGiven: digest !== undefined }, io.err);
  const last = readLastMapping(lastAnswer, credentials.boundary);
  if (last === undefined) kept.hold("its copy on this machine is damaged");
  else kept.take(last);
  const line = { ...options, io: { ...io, err: () => {} }, kept };
  return {
    kept,
    isRefused: false,
    async report(tools) {
      try {
        const answer = await send(line, reportable(tools));
        this.isRefused = false;
        await take(line, io, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`The tools couldn't be reported: ${error.message}\n`);
        if (isUnreached(error)) return offlinePins(options);
        this.isRefused = true;
        return nothing;
      }
    },
    async check() {
      try {
        const answer = readAnswer(await post(line, "contact", aboutItself(line)));
        this.isRefused = false;
        await take(line, io, answer);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`Countersign couldn't be asked for the mapping: ${error.message}\n`);
        // What an answer said before still applies while the server can't be reached.
        if (isUnreached(error)) return;
        this.isRefused = true;
        kept.hold("Countersign refuses this boundary");
      }
    },
  };
}

/**
 * Uses and saves an answer. A second contact tells the server that another mapping is in use.
 * @param {Line} line
 * @param {import("../../io.mjs").Io} io
 * @param {Partial<Pins> & {mapping: unknown}} answer
 */
async function take(line, io, { mapping, ...pins }) {
  const { credentials, lastAnswer, kept } = line;
  const isOther = mapping !== undefined && kept.take(mapping);
  try {
    keepLastAnswer(lastAnswer, credentials.boundary, { ...pins, mapping: kept.sent });
  } catch (error) {
    io.err(`The answer of Countersign couldn't be saved: ${error}\n`);
  }
  if (!isOther) return;
  try {
    await post(line, "contact", aboutItself(line));
  } catch (error) {
    // The next contact says it again.
    if (!(error instanceof Fault)) throw error;
  }
}

/** @param {Line} line */
function aboutItself({ version, kind, upstream, server, kept }) {
  return { version, kind, upstream, server, mapping_digest: kept.digest };
}

/** @param {Fault} fault */
function isUnreached({ exit }) {
  return exit === "unreachable" || exit === "rate_limited" || exit === "failed";
}

/**
 * Sends the list, and the texts that the server wants. A list that another one interrupted is sent
 * again.
 * @param {Line} options
 * @param {ReturnType<typeof reportable>} reported
 * @returns {Promise<Pins & {mapping: unknown}>}
 */
async function send(options, reported) {
  for (let tries = 1; ; tries++) {
    try {
      const { wanted, ...answer } = await sendList(
        options,
        [...reported.values()].map(({ listed }) => listed),
      );
      await sendTexts(options, textsOf(reported, wanted));
      return answer;
    } catch (error) {
      const isInterrupted = error instanceof Fault && error.code === "conflict";
      if (!isInterrupted || tries === mostTries) throw error;
    }
  }
}

/** @param {Line} options @param {import("./tool-report.mjs").ListedTool[]} list */
async function sendList(options, list) {
  const parts = partsOf(list);
  const report = `list_${randomBytes(12).toString("base64url")}`;
  let answer;
  for (const [at, tools] of parts.entries()) {
    const body = { ...aboutItself(options), report, part: at + 1, parts: parts.length, tools };
    answer = await post(options, "contact", body);
  }
  return readListAnswer(answer);
}

/** @param {ContactOptions} options @param {string[][]} groups */
async function sendTexts(options, groups) {
  try {
    for (const tools of groups) await post(options, "tools", { tools });
  } catch (error) {
    // The tools stay held, because no admin can read them. They are sent again with the next list.
    if (!(error instanceof Fault)) throw error;
  }
}

/** @param {ContactOptions} options @param {string} what @param {object} body */
function post({ io, credentials }, what, body) {
  const path = `/api/v1/boundaries/${encodeURIComponent(credentials.boundary)}/${what}`;
  // No retries: the caller's call waits, and the answer on disk serves until the next report.
  return postSigned(io, credentials, { path, body, timeoutSeconds: 10 }, { patienceSeconds: 0 });
}

/** @param {any} answer the answer to a contact @returns {{heldTools: Pins["heldTools"], mapping: unknown}} */
function readAnswer(answer) {
  const { held_tools: heldTools, mapping } = Object(answer);
  if (heldTools === "block" || heldTools === "step_up") return { heldTools, mapping };
  throw new Fault("untrusted", "the server's answer isn't one to a contact");
}

/** @param {any} answer @returns {Pins & {wanted: string[], mapping: unknown}} */
function readListAnswer(answer) {
  const { heldTools, mapping } = readAnswer(answer);
  const { accepted, wanted } = Object(answer.tools);
  const isWhole =
    Array.isArray(wanted) &&
    Object(accepted) === accepted &&
    Object.values(accepted).every(
      (hashes) => typeof hashes?.description === "string" && typeof hashes?.schema === "string",
    );
  if (!isWhole) throw new Fault("untrusted", "the server's answer isn't one to a contact");
  return { heldTools, accepted: new Map(Object.entries(accepted)), wanted, mapping };
}

/** @param {ContactOptions} options @returns {Pins} */
function offlinePins({ credentials, lastAnswer, mapping }) {
  const last = readLastAnswer(lastAnswer, credentials.boundary);
  const accepted = [...(mapping.tools ?? new Map())].filter(([name, pinned]) => {
    if (!last) return true;
    const { description, schema } = last.accepted.get(name) ?? {};
    return description === pinned.description && schema === pinned.schema;
  });
  const isStepUp = mapping.heldTools === "step_up" && (last?.heldTools ?? "step_up") === "step_up";
  return { accepted: new Map(accepted), heldTools: isStepUp ? "step_up" : "block" };
}
