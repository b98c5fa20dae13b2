// @ts-check
import { randomBytes } from "node:crypto";
import { Fault } from "../../fault.mjs";
import { postSigned } from "../post-signed.mjs";
import { readAnswer, readListAnswer } from "./contact-answer.mjs";
import { partsOf, textsOf } from "./tool-report.mjs";

/** @typedef {import("./contact.mjs").Pins} Pins */
/** @typedef {import("./contact.mjs").ContactOptions & {kept: import("./kept-mapping.mjs").KeptMapping}} Line */

const mostTries = 3;

/** Asks for the mapping alone. @param {Line} line */
export async function sendPresence(line) {
  return readAnswer(await post(line, "contact", aboutItself(line)));
}

/**
 * Sends the list, and the texts that the server wants. A list that another one interrupted is sent
 * again.
 * @param {Line} line
 * @param {ReturnType<typeof import("./tool-report.mjs").reportable>} reported
 * @returns {Promise<Pins & {mapping: unknown}>}
 */
export async function sendTools(line, reported) {
  for (let tries = 1; ; tries++) {
    try {
      const { wanted, ...answer } = await sendList(
        line,
        [...reported.values()].map(({ listed }) => listed),
      );
      await sendTexts(line, textsOf(reported, wanted));
      return answer;
    } catch (error) {
      const isInterrupted = error instanceof Fault && error.code === "conflict";
      if (!isInterrupted || tries === mostTries) throw error;
    }
  }
}

/** @param {Line} line @param {import("./tool-report.mjs").ListedTool[]} list */
async function sendList(line, list) {
  const parts = partsOf(list);
  const report = `list_${randomBytes(12).toString("base64url")}`;
  let answer;
  for (const [at, tools] of parts.entries()) {
    const body = { ...aboutItself(line), report, part: at + 1, parts: parts.length, tools };
    answer = await post(line, "contact", body);
  }
  return readListAnswer(answer);
}

/** @param {Line} line @param {string[][]} groups */
async function sendTexts(line, groups) {
  try {
    for (const tools of groups) await post(line, "tools", { tools });
  } catch (error) {
    // The tools stay held, because no admin can read them. They are sent again with the next list.
    if (!(error instanceof Fault)) throw error;
  }
}

/** @param {Line} line @param {string} what @param {object} body */
function post({ io, credentials }, what, body) {
  const path = `/api/v1/boundaries/${encodeURIComponent(credentials.boundary)}/${what}`;
  // No retries: the caller's call waits, and the answer on disk serves until the next report.
  return postSigned(io, credentials, { path, body, timeoutSeconds: 10 }, { patienceSeconds: 0 });
}

/** @param {Line} line */
function aboutItself({ version, kind, upstream, server, kept }) {
  return { version, kind, upstream, server, mapping_digest: kept.digest };
}
