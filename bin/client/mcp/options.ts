import type { Untyped } from "#client/json/untyped";
import { readAddress, readClientToken, requireClientToken } from "../boundary/edge-options.ts";
import { Fault } from "../fault.ts";
import {
  credentialOptions,
  flags,
  lists,
  patienceOption,
  readOptions,
  readPatience,
  readWholeNumber,
  texts,
} from "../options.ts";
import {
  readServer,
  type ServerSettings,
  serverName,
  serverOptions,
  splitCommand,
} from "./server-options.ts";

const kinds = {
  ...{ ...credentialOptions, ...patienceOption, ...serverOptions },
  ...texts("listen", "map", "boundary", "server", "hold"),
  ...lists("client-token-env", "allow-method"),
  ...flags("no-roots", "no-client-token", "print-tools"),
};

/** The settings of a gateway. `clients`: over HTTP, each client's token variable and agent profile. */
export type Settings = ServerSettings & OwnSettings;

interface OwnSettings {
  listen?: { host: string; port: number };
  map?: string;
  boundary?: string;
  /** The name of the MCP server in action types. */
  server: string;
  hold?: number;
  patience: number;
  /** Variables withheld from MCP servers. */
  hidden: string[];
  clients: { token?: string; profile?: string }[];
  agent: { file?: string; profile?: string };
  printsTools: boolean;
  passage: { methods: string[]; hidesRoots: boolean };
}

/** Reads the arguments. The MCP server's command follows `--`. */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
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
    patience: readPatience(values.patience, 10),
    hidden: (values["client-token-env"] ?? []).map((one: string) => one.split("=")[0]),
    clients: listen ? readClients(values, listen, env) : [],
    agent: values,
    printsTools,
    passage: { methods: values["allow-method"] ?? [], hidesRoots: values["no-roots"] === true },
  };
}

function readClients(
  values: Record<string, Untyped>,
  listen: { host: string; port: number },
  env: NodeJS.ProcessEnv,
): Settings["clients"] {
  const given = values["client-token-env"] ?? [];
  const isDeclined = values["no-client-token"] === true;
  requireClientToken(listen, { hasToken: given.length > 0, isDeclined });
  if (given.length === 0) return [{}];
  return given.map((one: string) => {
    const [variable = "", profile] = one.split("=");
    return { token: readClientToken(variable, env), profile };
  });
}
