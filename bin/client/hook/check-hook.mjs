// @ts-check
import { faultOf } from "../agent/call.mjs";
import { Fault } from "../fault.mjs";
import { readOptions, readOrigin } from "../options.mjs";
import { readText } from "../read-text.mjs";
import { visible } from "../visible.mjs";
import { requireClient } from "./clients.mjs";
import { post } from "./post-event.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/**
 * Has the server check a client's settings. After that the hook token works. Only the settings of
 * hooks leave this machine.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function checkHook(args, io) {
  const { values, positionals } = readOptions(args, { client: { type: "string" }, url: { type: "string" } });
  const [file, ...rest] = positionals;
  const client = requireClient(values.client);
  if (file === undefined || rest.length > 0) throw new Fault("usage", "name one settings file");
  const given = values.url ?? io.env.COUNTERSIGN_URL;
  if (!given) throw new Fault("usage", "missing server URL. Use --url or set COUNTERSIGN_URL");
  const settings = settingsOf(await readText(file, io), file);
  const url = `${readOrigin(given)}/hooks/${client.name}/check`;
  const response = await post(url, JSON.stringify(settings), io, 30);
  const body = await response.json().catch(() => undefined);
  if (response.status !== 200) throw faultOf({ status: response.status, body, text: "", wasRepeated: false });
  io.err(`The hook is right. Calls of ${visible(String(body?.agent?.id))} are decided by Countersign now.\n`);
  return "ok";
}

/** @param {string} text @param {string} file */
function settingsOf(text, file) {
  try {
    const { hooks, disableAllHooks } = JSON.parse(text);
    return { hooks, disableAllHooks };
  } catch (cause) {
    throw new Fault("usage", `${visible(file)} isn't JSON`, { cause });
  }
}
