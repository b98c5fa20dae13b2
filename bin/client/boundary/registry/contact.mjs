// @ts-check
import { Fault } from "../../fault.mjs";
import { sendPresence, sendTools } from "./contact-line.mjs";
import { KeptMapping } from "./kept-mapping.mjs";
import { keepLastAnswer, readLastAnswer, readLastMapping } from "./last-answer.mjs";
import { reportable } from "./tool-report.mjs";

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
 * @property {import("../../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping} mapping the file's. Its
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
 */

/** @typedef {import("./contact-line.mjs").Line} Line */

const nothing = Object.freeze({ accepted: new Map(), heldTools: /** @type {const} */ ("block") });

/**
 * Opens the line: reports the tools, and says which of them an admin accepted. What the console
 * accepted takes the place of what the mapping file accepts. While the server can't be reached, a tool
 * is accepted only if the file accepts it and the last answer did too. A boundary that the server
 * refuses, such as a revoked one or one with too many contacts, holds every call until an answer
 * accepts it again.
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
    async report(tools) {
      try {
        const answer = await sendTools(line, reportable(tools));
        await take(line, io, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`The tools couldn't be reported: ${error.message}\n`);
        if (!isUnreached(error)) kept.refuse(error.message);
        return kept.isRefused ? nothing : offlinePins(options);
      }
    },
    async check() {
      try {
        await take(line, io, await sendPresence(line));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`Countersign couldn't be asked for the mapping: ${error.message}\n`);
        // What an answer said before still applies while the server can't be reached.
        if (!isUnreached(error)) kept.refuse(error.message);
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
  kept.readmit();
  const isOther = mapping !== undefined && kept.take(mapping);
  try {
    keepLastAnswer(lastAnswer, credentials.boundary, { ...pins, mapping: kept.sent });
  } catch (error) {
    io.err(`The answer of Countersign couldn't be saved: ${error}\n`);
  }
  if (!isOther) return;
  try {
    await sendPresence(line);
  } catch (error) {
    // The next contact says it again.
    if (!(error instanceof Fault)) throw error;
  }
}

/** Whether the server said nothing about this boundary. @param {Fault} fault */
function isUnreached({ exit }) {
  return exit === "unreachable" || exit === "failed";
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
