// @ts-check
import { Fault } from "../fault.mjs";
import { hopByHop } from "../proxy/headers.mjs";
import { visible } from "../visible.mjs";

/** @typedef {{host: string, port: number}} Address */

const shortestToken = 24;
/** The edge itself writes these headers. */
const reserved = [...hopByHop, "host", "content-length", "content-type", "content-encoding", "expect"];

/**
 * The server behind an edge. Plain http only on this machine: the server's credentials would
 * otherwise cross the network in clear.
 * @param {string} given
 * @param {{isOrigin: boolean}} form whether only an origin is accepted, without a path
 * @returns {URL}
 */
export function readUpstream(given, { isOrigin }) {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isThisMachine(url.hostname));
  const form = isOrigin ? /^https?:\/\/[^/?#@]+\/?$/i : /^https?:\/\/[^/?#@]+(?:[/?][^#]*)?$/i;
  if (url && isSafe && form.test(given)) return url;
  const what = isOrigin ? "an https address without a path" : "an https URL without a user";
  throw new Fault("usage", `--upstream must be ${what} (http only for localhost)`);
}

/** @param {string} given @returns {Address} */
export function readAddress(given) {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(given) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new Fault("usage", "--listen must be an address and a port, such as 127.0.0.1:8790");
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/**
 * Headers for the server, whose values are in environment variables.
 * @param {string[]} given `Name=VARIABLE`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>} by names in lower case
 */
export function readCredentialHeaders(given, env) {
  return Object.fromEntries(
    given.map((one) => {
      const [, name, variable = ""] = /^([A-Za-z0-9-]+)=(\w+)$/.exec(one) ?? [];
      const value = env[variable];
      if (name === undefined || value === undefined || !/^[\x20-\x7e]+$/.test(value))
        throw new Fault(
          "usage",
          "--upstream-header-env must be Name=VARIABLE, with the value of the header in that variable",
        );
      if (reserved.includes(name.toLowerCase()))
        throw new Fault("usage", `--upstream-header-env can't set ${visible(name)}`);
      return [name.toLowerCase(), value];
    }),
  );
}

/**
 * The token of a client.
 * @param {string} variable
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function readClientToken(variable, env) {
  const token = env[variable];
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token) && token.length >= shortestToken) return token;
  throw new Fault("usage", `${visible(variable)} must be a token of at least ${shortestToken} characters`);
}

/**
 * Refuses to serve clients without a token, unless the operator says so and only this machine can
 * connect: every client acts as the agent.
 * @param {Address} listen
 * @param {{hasToken: boolean, isDeclined: boolean}} given `isDeclined`: `--no-client-token`
 */
export function requireClientToken({ host }, { hasToken, isDeclined }) {
  if (hasToken) return;
  if (!isThisMachine(host))
    throw new Fault("usage", "missing --client-token-env: other machines could use the agent's key");
  if (isDeclined) return;
  throw new Fault(
    "usage",
    "missing --client-token-env: every program on this machine could act as the agent. To allow that, use --no-client-token",
  );
}

/** Whether a host name or address is this machine. @param {string} host */
export function isThisMachine(host) {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
}
