// @ts-check
import { readMapping } from "../../../lib/boundary/mapping/read-mapping.mjs";
import { readMappingFile } from "../boundary/read-mapping-file.mjs";
import { Fault } from "../fault.mjs";
import {
  credentialOptions,
  patienceOption,
  readOptions,
  readPatience,
  readWholeNumber,
} from "../options.mjs";
import { hashToken } from "../token-hash.mjs";
import { visible } from "../visible.mjs";
import { hopByHop } from "./headers.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */

/**
 * The settings of a proxy.
 * @typedef {object} Settings
 * @property {URL} upstream an origin
 * @property {import("../../../lib/boundary/mapping/read-mapping.mjs").Mapping} mapping
 * @property {{host: string, port: number}} listen
 * @property {boolean} isLoopback whether only this machine reaches the proxy
 * @property {Buffer} [clientToken] the hash of the token that clients have to send
 * @property {Record<string, string>} credentials headers for the upstream
 * @property {number} holdSeconds
 * @property {number} answerSeconds how long the upstream may be silent
 * @property {number} bodySeconds how long a client may take to send a body
 * @property {number} mostBytes of a body
 * @property {number} patienceSeconds
 */

const text = /** @type {OptionKind} */ ({ type: "string" });
const kinds = {
  ...credentialOptions,
  ...patienceOption,
  upstream: text,
  map: text,
  listen: text,
  hold: text,
  timeout: text,
  "max-body": text,
  "upstream-header-env": /** @type {OptionKind} */ ({ type: "string", multiple: true }),
  "client-token-env": text,
};
const shortestToken = 24;
/** The proxy itself writes these headers. */
const reserved = [...hopByHop, "host", "content-length", "content-type", "content-encoding", "expect"];

/**
 * Reads the arguments of `countersign proxy`.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<Settings & {agent: {file?: string, profile?: string}}>}
 */
export async function readSettings(args, io) {
  const { values, positionals } = readOptions(args, kinds);
  if (positionals.length > 0) throw new Fault("usage", "proxy takes no argument, use --upstream");
  if (values.upstream === undefined) throw new Fault("usage", "missing --upstream");
  const listen = readAddress(values.listen ?? "127.0.0.1:8790");
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(listen.host);
  const clientToken = readClientToken(values["client-token-env"], io.env);
  if (!isLoopback && !clientToken)
    throw new Fault("usage", "missing --client-token-env: other machines could use the agent's key");
  return {
    upstream: readUpstream(values.upstream),
    mapping: values.map === undefined ? readMapping({ version: 1 }) : await readMappingFile(values.map, io),
    listen,
    isLoopback,
    clientToken,
    credentials: readCredentialHeaders(values["upstream-header-env"] ?? [], io.env),
    holdSeconds: readWholeNumber(values.hold, { name: "--hold", least: 0, most: 3600 }) ?? 30,
    answerSeconds: readWholeNumber(values.timeout, { name: "--timeout", least: 1, most: 3600 }) ?? 60,
    bodySeconds: 120,
    mostBytes:
      readWholeNumber(values["max-body"], { name: "--max-body", least: 0, most: 2 ** 32 }) ??
      20 * 1024 * 1024,
    patienceSeconds: values.patience === undefined ? 10 : readPatience(values.patience),
    agent: values,
  };
}

/**
 * Plain http only on this machine: the upstream's credentials would otherwise cross the network in
 * clear.
 * @param {string} given
 * @returns {URL}
 */
function readUpstream(given) {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? "");
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (!url || !isSafe || !/^https?:\/\/[^/?#@]+\/?$/i.test(given))
    throw new Fault("usage", "--upstream must be an https address without a path (http only for localhost)");
  return url;
}

/** @param {string} given */
function readAddress(given) {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(given) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new Fault("usage", "--listen must be an address and a port, such as 127.0.0.1:8790");
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** @param {string | undefined} variable @param {NodeJS.ProcessEnv} env */
function readClientToken(variable, env) {
  if (variable === undefined) return undefined;
  const token = env[variable];
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token) || token.length < shortestToken)
    throw new Fault("usage", `${visible(variable)} must be a token of at least ${shortestToken} characters`);
  return hashToken(token);
}

/** @param {string[]} given `Name=VARIABLE` @param {NodeJS.ProcessEnv} env */
function readCredentialHeaders(given, env) {
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
