// @ts-check
import { defaultType } from "../../../lib/boundary/mapping/engine/default-type.mjs";
import { credentialsPath } from "../agent/credentials.mjs";
import { followCredentials } from "../agent/follow-credentials.mjs";
import { httpPort } from "../boundary/http-port.mjs";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";
import { BoundaryLine } from "./boundary-line.mjs";
import { serve } from "./serve.mjs";
import { readSettings } from "./settings.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/**
 * `countersign proxy --upstream <address>`: holds each HTTP call until it is decided, and forwards
 * it once with the upstream's credentials. Runs until it is interrupted.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function proxy(args, io) {
  const { agent, boundary, mappingDigest, ...settings } = await readSettings(args, io);
  const { patienceSeconds, upstream, mapping } = settings;
  const credentials = followCredentials(credentialsPath(agent, io.env));
  const line =
    boundary === undefined ? undefined : new BoundaryLine(boundary, { io, upstream, mapping, mappingDigest });
  await line?.open();
  const countersign = httpPort(io, credentials, { patienceSeconds, boundary: line?.id });
  const log = (/** @type {string} */ text) => io.err(`${text}\n`);
  const running = await start({ ...settings, kept: line?.mapping }, { countersign, log });
  io.err(`Listening on ${running.url} for ${settings.upstream.origin}\n`);
  io.err(`A call without a rule has a type such as ${defaultType(["http", "GET", upstream.host])}\n`);
  await new Promise((resolve) => {
    io.onInterrupt(() => resolve(undefined));
  });
  await running.stop();
  line?.close();
  return "ok";
}

/**
 * @param {import("./settings.mjs").Settings} settings
 * @param {Parameters<typeof serve>[1]} parts
 */
async function start(settings, parts) {
  try {
    return await serve(settings, parts);
  } catch (cause) {
    const { host, port } = settings.listen;
    const code = visible(/** @type {NodeJS.ErrnoException} */ (cause).code ?? "error");
    throw new Fault("usage", `can't listen on ${host}:${port} (${code})`, { cause });
  }
}
