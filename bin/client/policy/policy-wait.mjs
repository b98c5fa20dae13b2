// @ts-check
import { visible } from "../visible.mjs";

/** @typedef {import("../io.mjs").Io} Io */

const pauseMilliseconds = 5000;

/**
 * Polls every five seconds until the pushed version is live, or a different version was published
 * instead.
 * @param {import("./policy-call.mjs").PolicyServer} server
 * @param {{version: number, digest: string}} draft the version that publishing the draft creates,
 * from the answer to the push
 * @param {{timeoutSeconds: number, io: Io}} options
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function waitUntilPublished(server, draft, { timeoutSeconds, io }) {
  const giveUpAt = io.now() + timeoutSeconds * 1000;
  for (;;) {
    const { body } = await server.call("GET", "/version");
    if (body?.version === draft.version && body.digest === draft.digest) {
      io.err(`Version ${visible(body.version)} is live.\n`);
      return "ok";
    }
    if (body?.version >= draft.version) {
      io.err(`Version ${visible(body.version)} went live, but it isn't the one you pushed.\n`);
      return "outdated";
    }
    if (io.now() + pauseMilliseconds > giveUpAt) {
      io.err("Not published yet. It's still in the draft.\n");
      return "expired";
    }
    await io.sleep(pauseMilliseconds);
  }
}
