// @ts-check
import { randomBytes } from "node:crypto";
import { Fault } from "../../fault.mjs";
import { postSigned } from "../post-signed.mjs";
import { keepLastAnswer, readLastAnswer } from "./last-answer.mjs";
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
 * @property {import("../../../../lib/boundary/mapping/read-mapping.mjs").Mapping} mapping the file's
 * accepted tools apply only while the server can't be reached
 */

const nothing = Object.freeze({ accepted: new Map(), heldTools: /** @type {const} */ ("block") });
const mostTries = 3;

/**
 * A registered boundary's line to Countersign: reports the tools, and says which of them an admin
 * accepted. What the console accepted takes the place of what the mapping file accepts. While the
 * server can't be reached, a tool is accepted only if the file accepts it and the last answer did
 * too. A boundary that the server refuses, such as a revoked one, holds every tool.
 * @param {ContactOptions} options
 * @returns {{report: (tools: readonly Tool[]) => Promise<Pins>}}
 */
export function createContact(options) {
  const quiet = { ...options.io, err: () => {} };
  return {
    async report(tools) {
      try {
        const answer = await send({ ...options, io: quiet }, reportable(tools));
        keep(options, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        options.io.err(`The tools couldn't be reported: ${error.message}\n`);
        return isUnreached(error) ? offlinePins(options) : nothing;
      }
    },
  };
}

/** @param {ContactOptions} options @param {Pins} answer */
function keep({ io, credentials, lastAnswer }, answer) {
  try {
    keepLastAnswer(lastAnswer, credentials.boundary, answer);
  } catch (error) {
    io.err(`The accepted tools couldn't be saved: ${error}\n`);
  }
}

/** @param {Fault} fault */
function isUnreached({ exit }) {
  return exit === "unreachable" || exit === "rate_limited" || exit === "failed";
}

/**
 * Sends the list, and the texts that the server wants. A list that another one interrupted is sent
 * again.
 * @param {ContactOptions} options
 * @param {ReturnType<typeof reportable>} reported
 * @returns {Promise<Pins>}
 */
async function send(options, reported) {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await sendList(
        options,
        [...reported.values()].map(({ listed }) => listed),
      );
      await sendTexts(options, textsOf(reported, answer.wanted));
      return answer;
    } catch (error) {
      const isInterrupted = error instanceof Fault && error.code === "conflict";
      if (!isInterrupted || tries === mostTries) throw error;
    }
  }
}

/** @param {ContactOptions} options @param {import("./tool-report.mjs").ListedTool[]} list */
async function sendList(options, list) {
  const { version, kind, upstream } = options;
  const parts = partsOf(list);
  const report = `list_${randomBytes(12).toString("base64url")}`;
  let answer;
  for (const [at, tools] of parts.entries()) {
    const body = { version, kind, upstream, report, part: at + 1, parts: parts.length, tools };
    answer = await post(options, "contact", body);
  }
  return readAnswer(answer);
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

/** @param {any} answer @returns {Pins & {wanted: string[]}} */
function readAnswer(answer) {
  const { held_tools: heldTools, tools } = Object(answer);
  const { accepted, wanted } = Object(tools);
  const isWhole =
    (heldTools === "block" || heldTools === "step_up") &&
    Array.isArray(wanted) &&
    Object(accepted) === accepted &&
    Object.values(accepted).every(
      (hashes) => typeof hashes?.description === "string" && typeof hashes?.schema === "string",
    );
  if (!isWhole) throw new Fault("untrusted", "the server's answer isn't one to a contact");
  return { heldTools, accepted: new Map(Object.entries(accepted)), wanted };
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
