// @ts-check
import { hookCommandSeconds } from "../../../lib/boundary/hooks/hook-command-seconds.mjs";
import { Fault } from "../fault.mjs";
import { readOptions, readOrigin, readWholeNumber } from "../options.mjs";
import { visible } from "../visible.mjs";
import { checkHook } from "./check-hook.mjs";
import { requireClient } from "./clients.mjs";
import { postEvent } from "./post-event.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../exit-codes.mjs").ExitName} ExitName */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */

const kinds = {
  client: /** @type {OptionKind} */ ({ type: "string" }),
  url: /** @type {OptionKind} */ ({ type: "string" }),
  timeout: /** @type {OptionKind} */ ({ type: "string" }),
};

/**
 * Runs as the command hook of a client: reads the hook's JSON from standard input, lets Countersign
 * decide, and answers in the client's form. Everything that isn't a clear yes blocks the call: exit
 * code 2 is the one that blocks.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
export async function hook(args, io) {
  if (args[0] === "check") return checkHook(args.slice(1), io);
  const { values } = readOptions(args, kinds);
  const client = requireClient(values.client);
  try {
    return await answer(client, values, io);
  } catch (error) {
    const reason = error instanceof Fault ? error.message : "the answer couldn't be read";
    return client.deny(`The call didn't run: ${visible(reason)}`, io);
  }
}

/**
 * @param {import("./clients.mjs").Client} client
 * @param {Record<string, any>} values
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
async function answer(client, values, io) {
  const text = await io.readStdin();
  const { body, isReport } = client.read(text);
  const output = await postEvent(`${originOf(values, io)}/hooks/${client.name}`, body, io, secondsOf(values));
  if (isReport) return reported(output, io);
  const { permissionDecision, permissionDecisionReason } = output.hookSpecificOutput ?? {};
  const reason = typeof permissionDecisionReason === "string" ? permissionDecisionReason : "";
  if (permissionDecision === "allow") return client.allow(reason, io);
  return client.deny(reason || "Countersign didn't allow the call.", io);
}

/** @param {Record<string, any>} values */
function secondsOf({ timeout }) {
  const options = { name: "--timeout", least: 1, most: 3600 };
  return readWholeNumber(timeout, options) ?? hookCommandSeconds;
}

/** The model reads what a report found. @param {any} output @param {Io} io @returns {ExitName} */
function reported(output, io) {
  io.out(`${JSON.stringify(output)}\n`);
  return "ok";
}

/** @param {Record<string, any>} values @param {Io} io */
function originOf(values, io) {
  const given = values.url ?? io.env.COUNTERSIGN_URL;
  if (given) return readOrigin(given);
  throw new Fault("usage", "missing server URL. Use --url or set COUNTERSIGN_URL");
}
