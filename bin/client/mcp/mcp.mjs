// @ts-check

import { readMapping } from "../../../lib/boundary/mapping/engine/read-mapping.mjs";
import { credentialsPath } from "../agent/credentials.mjs";
import { followCredentials } from "../agent/follow-credentials.mjs";
import { httpPort } from "../boundary/http-port.mjs";
import { readMappingFile } from "../boundary/read-mapping-file.mjs";
import { readBoundaryCredentials } from "../boundary/registry/boundary-credentials.mjs";
import { createContact } from "../boundary/registry/contact.mjs";
import { clientVersion } from "../boundary/registry/register.mjs";
import { hashToken } from "../token-hash.mjs";
import { plainJson } from "../visible.mjs";
import { ConsolePins } from "./call/console-pins.mjs";
import { Continuations } from "./call/continuations.mjs";
import { Gate } from "./call/gate.mjs";
import { Passage } from "./call/passage.mjs";
import { RequestStates } from "./call/request-state.mjs";
import { Tasks } from "./call/tasks.mjs";
import { connectServer, listServerTools, startChild } from "./connect-server.mjs";
import { readSettings } from "./options.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("./options.mjs").Settings} Settings */

/**
 * `countersign mcp`: an MCP server in front of another MCP server. Each `tools/call` waits for a
 * decision of Countersign. The other methods of MCP pass.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function mcp(args, io) {
  const settings = readSettings(args, io.env);
  if (settings.printsTools) return printTools(settings, io);
  const now = io.now;
  const tasks = new Tasks({ now });
  const { mapping, digest } = settings.map
    ? await readMappingFile(settings.map, io)
    : { mapping: readMapping({ version: 1 }), digest: undefined };
  const gate = new Gate({
    mapping,
    consolePins:
      settings.boundary === undefined
        ? undefined
        : consolePinsOf(settings, { mapping, mappingDigest: digest, io }),
    server: settings.server,
    hold: settings.hold,
    err: io.err,
    states: new RequestStates({ now }),
    continuations: new Continuations(),
    tasks,
  });
  const parts = { gate, tasks, passage: new Passage(settings.passage), io };
  return settings.listen ? serveHttp(settings, parts) : serveOverStdio(settings, parts);
}

/** @param {Settings} settings @param {Io} io @returns {Promise<"ok">} */
async function printTools(settings, io) {
  io.out(`${plainJson({ tools: await listServerTools(settings, io) })}\n`);
  return "ok";
}

/**
 * @param {Settings} settings
 * @param {{mapping: import("../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping, mappingDigest?:
 * string, io: Io}} options
 */
function consolePinsOf({ boundary = "", upstream, command, server }, { mapping, mappingDigest, io }) {
  const contact = createContact({
    ...{ io, credentials: readBoundaryCredentials(boundary), kind: "mcp", version: clientVersion() },
    // Without arguments and credentials, which may be secret.
    upstream: upstream ? upstream.origin + upstream.pathname : command?.[0],
    ...{ server, mapping, mappingDigest },
    lastAnswer: `${boundary}.accepted`,
  });
  return new ConsolePins(contact, { now: io.now });
}

/** @typedef {{gate: Gate, tasks: Tasks, passage: Passage, io: Io}} Parts */

/** @param {Settings} settings @param {Parts} parts @returns {Promise<"ok" | "failed">} */
async function serveOverStdio(settings, { io, ...parts }) {
  const { serveStdio } = await import("./stdio/serve-stdio.mjs");
  const agent = agentOf(settings, settings.agent.profile, io);
  const server = await connectServer(settings, io);
  return serveStdio({ ...parts, server, agent, io });
}

/** @param {Settings} settings @param {Parts} parts @returns {Promise<"ok">} */
async function serveHttp(settings, { gate, tasks, passage, io }) {
  const { listen } = await import("./http/listen.mjs");
  const { HttpGateway } = await import("./http/http-gateway.mjs");
  const { Sessions } = await import("./http/sessions.mjs");
  const clients = settings.clients.map(({ token, profile }) => ({
    agent: agentOf(settings, profile ?? settings.agent.profile, io),
    ...(token !== undefined && { tokenHash: hashToken(token) }),
  }));
  const server = await serverOf(settings, io);
  const sessions = new Sessions({ now: io.now });
  const gateway = new HttpGateway({ gate, tasks, sessions, passage, fetchServer: server.fetch, err: io.err });
  const { host, port } = /** @type {{host: string, port: number}} */ (settings.listen);
  const listening = await listen({ host, port, clients, gateway, err: io.err });
  io.err(`Listening on ${listening.url}\n`);
  await new Promise((resolve) => io.onInterrupt(() => resolve(undefined)));
  await listening.close();
  await server.close();
  await gate.close();
  return "ok";
}

/** @param {Settings} settings @param {Io} io */
async function serverOf(settings, io) {
  if (settings.upstream) {
    const { remoteFetch } = await import("./http/remote-fetch.mjs");
    const fetch = remoteFetch(settings.upstream, { credentials: settings.credentials });
    return { fetch, close: async () => {} };
  }
  const { ChildFetch } = await import("./http/child-fetch.mjs");
  return new ChildFetch({ startChild: () => startChild(settings, io) });
}

/** @param {Settings} settings @param {string | undefined} profile @param {Io} io */
function agentOf({ agent, patience, boundary: file }, profile, io) {
  const path = credentialsPath(profile ? { profile } : agent, io.env);
  const credentials = followCredentials(path);
  const boundary = file === undefined ? undefined : readBoundaryCredentials(file).boundary;
  const countersign = httpPort(io, credentials, { patienceSeconds: patience, boundary });
  return { id: credentials.agent, countersign };
}
