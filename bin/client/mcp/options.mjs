// @ts-check
import { readAddress, readClientToken, requireClientToken } from "../boundary/edge-options.mjs";
import { Fault } from "../fault.mjs";
import {
  credentialOptions,
  patienceOption,
  readOptions,
  readPatience,
  readWholeNumber,
} from "../options.mjs";
import { serverName } from "./server-name.mjs";
import { readServer, serverOptions, splitCommand } from "./server-options.mjs";

/** @typedef {import("../options.mjs").OptionKind} OptionKind */

const text = /** @type {OptionKind} */ ({ type: "string" });
const texts = /** @type {OptionKind} */ ({ type: "string", multiple: true });

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...serverOptions,
  listen: text,
  map: text,
  boundary: text,
  server: text,
  hold: text,
  "client-token-env": texts,
  "allow-method": texts,
  "no-roots": /** @type {OptionKind} */ ({ type: "boolean" }),
  "no-client-token": /** @type {OptionKind} */ ({ type: "boolean" }),
  "print-tools": /** @type {OptionKind} */ ({ type: "boolean" }),
};

/**
 * The settings of a gateway. `clients`: over HTTP, the variable with the token of each client, and
 * the profile of its agent.
 * @typedef {import("./server-options.mjs").ServerSettings & OwnSettings} Settings
 *
 * @typedef {object} OwnSettings
 * @property {{host: string, port: number}} [listen]
 * @property {string} [map] the path of the mapping
 * @property {string} [boundary] the path of the credentials of a registered boundary
 * @property {string} server the name of the MCP server in action types
 * @property {number} [hold]
 * @property {number} patience
 * @property {string[]} hidden variables that an MCP server doesn't get
 * @property {{token?: string, profile?: string}[]} clients
 * @property {{file?: string, profile?: string}} agent
 * @property {boolean} printsTools
 * @property {{methods: string[], hidesRoots: boolean}} passage
 */

/**
 * Reads the arguments of `countersign mcp`. What follows `--` is the command of the MCP server.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings}
 */
export function readSettings(args, env) {
  const { own, command } = splitCommand(args);
  const { values, positionals } = readOptions(own, kinds);
  if (positionals.length > 0) throw new Fault("usage", "put the command of the MCP server after --");
  if (values.map === "-") throw new Fault("usage", "--map takes a file: standard input is the client's");
  const server = readServer(values, command, env);
  const { upstream } = server;
  const printsTools = values["print-tools"] === true;
  const listen = values.listen === undefined ? undefined : readAddress(values.listen);
  return {
    ...server,
    listen,
    map: values.map,
    boundary: values.boundary,
    // No name is needed to list the tools.
    server: printsTools ? "" : serverName({ server: values.server, upstream, command }),
    hold: readWholeNumber(values.hold, { name: "--hold", least: 0, most: 86_400 }),
    patience: values.patience === undefined ? 10 : readPatience(values.patience),
    hidden: (values["client-token-env"] ?? []).map((/** @type {string} */ one) => one.split("=")[0]),
    clients: listen ? readClients(values, listen, env) : [],
    agent: values,
    printsTools,
    passage: { methods: values["allow-method"] ?? [], hidesRoots: values["no-roots"] === true },
  };
}

/**
 * @param {Record<string, any>} values
 * @param {{host: string, port: number}} listen
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings["clients"]}
 */
function readClients(values, listen, env) {
  const given = values["client-token-env"] ?? [];
  const isDeclined = values["no-client-token"] === true;
  requireClientToken(listen, { hasToken: given.length > 0, isDeclined });
  if (given.length === 0) return [{}];
  return given.map((/** @type {string} */ one) => {
    const [variable = "", profile] = one.split("=");
    return { token: readClientToken(variable, env), profile };
  });
}
