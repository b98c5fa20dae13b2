// @ts-check
import { readMapping } from "../../../lib/boundary/mapping/engine/read-mapping.mjs";
import {
  isThisMachine,
  readAddress,
  readClientToken,
  readCredentialHeaders,
  readUpstream,
  requireClientToken,
} from "../boundary/edge-options.mjs";
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

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */

/**
 * The settings of a proxy.
 * @typedef {object} Settings
 * @property {URL} upstream an origin
 * @property {import("../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping} mapping
 * @property {{host: string, port: number}} listen
 * @property {boolean} isLoopback whether only this machine reaches the proxy
 * @property {Buffer} [clientToken] the hash of the token that clients have to send
 * @property {Record<string, string>} credentials headers for the upstream
 * @property {number} holdSeconds
 * @property {number} answerSeconds how long the upstream may be silent
 * @property {number} bodySeconds how long a client may take to send a body
 * @property {number} mostBytes of a body
 * @property {number} patienceSeconds
 * @property {import("../boundary/registry/fresh-mapping.mjs").FreshMapping} [kept] the mapping of a
 * registered boundary, which applies instead of `mapping`
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
  "no-client-token": /** @type {OptionKind} */ ({ type: "boolean" }),
  boundary: text,
};

/**
 * Reads the arguments of `countersign proxy`.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<Settings & {agent: {file?: string, profile?: string}, boundary?: string,
 * mappingDigest?: string}>} `boundary`: the path of the credentials of a registered boundary
 */
export async function readSettings(args, io) {
  const { values, positionals } = readOptions(args, kinds);
  if (positionals.length > 0) throw new Fault("usage", "proxy takes no argument, use --upstream");
  if (values.upstream === undefined) throw new Fault("usage", "missing --upstream");
  const listen = readAddress(values.listen ?? "127.0.0.1:8790");
  const token = values["client-token-env"];
  const isDeclined = values["no-client-token"] === true;
  requireClientToken(listen, { hasToken: token !== undefined, isDeclined });
  const { mapping, digest } = await readMapped(values.map, io);
  return {
    upstream: readUpstream(values.upstream, { isOrigin: true }),
    mapping,
    mappingDigest: digest,
    boundary: values.boundary,
    listen,
    isLoopback: isThisMachine(listen.host),
    clientToken: token === undefined ? undefined : hashToken(readClientToken(token, io.env)),
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

/** @param {string | undefined} file @param {Io} io */
async function readMapped(file, io) {
  return file === undefined
    ? { mapping: readMapping({ version: 1 }), digest: undefined }
    : readMappingFile(file, io);
}
