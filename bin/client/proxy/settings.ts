import { isThisMachine } from "#client/this-machine";
import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import {
  readAddress,
  readClientToken,
  readCredentialHeaders,
  readUpstream,
  requireClientToken,
} from "../boundary/edge-options.ts";
import type { FreshMapping } from "../boundary/fresh-mapping.ts";
import { readMappingFile } from "../boundary/map-call.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { serverOptions } from "../mcp/server-options.ts";
import {
  credentialOptions,
  flags,
  patienceOption,
  readOptions,
  readPatience,
  readWholeNumber,
  texts,
} from "../options.ts";
import { hashToken } from "../token-hash.ts";

export interface Settings {
  upstream: URL;
  mapping: Mapping;
  listen: { host: string; port: number };
  isLoopback: boolean;
  /** The hash of the clients' token. */
  clientToken?: Buffer;
  credentials: Record<string, string>;
  holdSeconds: number;
  /** How long the upstream may be silent. */
  answerSeconds: number;
  /** How long a client may take to send a body. */
  bodySeconds: number;
  mostBytes: number;
  patienceSeconds: number;
  /** A registered boundary's mapping, in place of `mapping`. */
  kept?: FreshMapping;
}

const kinds = {
  ...{ ...credentialOptions, ...patienceOption, ...serverOptions },
  ...texts("map", "listen", "hold", "timeout", "max-body", "client-token-env", "boundary"),
  ...flags("no-client-token"),
};

/** Reads the arguments of `countersign proxy`. `boundary` is a path of credentials. */
export async function readSettings(
  args: string[],
  io: Io,
): Promise<
  Settings & { agent: { file?: string; profile?: string }; boundary?: string; mappingDigest?: string }
> {
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
    patienceSeconds: readPatience(values.patience, 10),
    agent: values,
  };
}

async function readMapped(file: string | undefined, io: Io) {
  return file === undefined
    ? { mapping: readMapping({ version: 1 }), digest: undefined }
    : readMappingFile(file, io);
}
