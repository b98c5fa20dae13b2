import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { credentialsPath } from "../agent/credentials.ts";
import { followCredentials } from "../agent/follow-credentials.ts";
import { createContact } from "../boundary/contact.ts";
import { httpPort } from "../boundary/http-port.ts";
import { readMappingFile } from "../boundary/map-call.ts";
import { clientVersion, readBoundaryCredentials } from "../boundary/register.ts";
import { ReportJournal } from "../boundary/report-journal.ts";
import type { ExitName } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { hashToken } from "../token-hash.ts";
import { plainJson } from "../visible.ts";
import { ConsolePins } from "./call/console-pins.ts";
import { Continuations } from "./call/continuations.ts";
import { Gate } from "./call/gate.ts";
import { Passage } from "./call/passage.ts";
import { RequestStates } from "./call/request-state.ts";
import { Tasks } from "./call/tasks.ts";
import { connectServer, listServerTools, startChild } from "./connect-server.ts";
import { readSettings, type Settings } from "./options.ts";

/** `countersign mcp`: a gateway to an MCP server. Each `tools/call` waits for Countersign's decision. */
export async function mcp(args: string[], io: Io): Promise<ExitName> {
  const settings = readSettings(args, io.env);
  if (settings.printsTools) return printTools(settings, io);
  const now = io.now;
  const tasks = new Tasks(now);
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
    states: new RequestStates(now),
    continuations: new Continuations(),
    tasks,
  });
  const parts = { gate, tasks, passage: new Passage(settings.passage), io };
  return settings.listen ? serveHttp(settings, parts) : serveOverStdio(settings, parts);
}

async function printTools(settings: Settings, io: Io): Promise<"ok"> {
  io.out(`${plainJson({ tools: await listServerTools(settings, io) })}\n`);
  return "ok";
}

function consolePinsOf(
  { boundary = "", upstream, command, server }: Settings,
  { mapping, mappingDigest, io }: { mapping: Mapping; mappingDigest?: string; io: Io },
) {
  const contact = createContact({
    ...{ io, credentials: readBoundaryCredentials(boundary), kind: "mcp", version: clientVersion() },
    // Without arguments and credentials, which may be secret.
    upstream: upstream ? upstream.origin + upstream.pathname : command?.[0],
    ...{ server, mapping, mappingDigest },
    lastAnswer: `${boundary}.accepted`,
  });
  return new ConsolePins(contact, io.now);
}

interface Parts {
  gate: Gate;
  tasks: Tasks;
  passage: Passage;
  io: Io;
}

async function serveOverStdio(settings: Settings, { io, ...parts }: Parts): Promise<"ok" | "failed"> {
  const { serveStdio } = await import("./serve-stdio.ts");
  const agent = agentOf(settings, settings.agent.profile, io);
  const server = await connectServer(settings, io);
  return serveStdio({ ...parts, server, agent, io });
}

async function serveHttp(settings: Settings, { gate, tasks, passage, io }: Parts): Promise<"ok"> {
  const { listen } = await import("./http/listen.ts");
  const { HttpGateway } = await import("./http/http-gateway.ts");
  const { Sessions } = await import("./http/sessions.ts");
  // One for each agent: a second one would send the kept outcomes again.
  const agents = new Map<string | undefined, ReturnType<typeof agentOf>>();
  const agentAs = (profile: string | undefined) => {
    const agent = agents.get(profile) ?? agentOf(settings, profile, io);
    agents.set(profile, agent);
    return agent;
  };
  const clients = settings.clients.map(({ token, profile }) => ({
    agent: agentAs(profile ?? settings.agent.profile),
    ...(token !== undefined && { tokenHash: hashToken(token) }),
  }));
  const server = await serverOf(settings, io);
  const sessions = new Sessions(io.now);
  const gateway = new HttpGateway({ gate, tasks, sessions, passage, fetchServer: server.fetch, err: io.err });
  const { host, port } = settings.listen as { host: string; port: number };
  const listening = await listen({ host, port, clients, gateway, err: io.err });
  io.err(`Listening on ${listening.url}\n`);
  await new Promise((resolve) => io.onInterrupt(() => resolve(undefined)));
  await listening.close();
  await server.close();
  await gate.close();
  return "ok";
}

async function serverOf(settings: Settings, io: Io) {
  if (settings.upstream) {
    const { remoteFetch } = await import("./http/remote-fetch.ts");
    const fetch = remoteFetch(settings.upstream, { credentials: settings.credentials });
    return { fetch, close: async () => {} };
  }
  const { ChildFetch } = await import("./http/child-fetch.ts");
  return new ChildFetch(() => startChild(settings, io));
}

function agentOf({ agent, patience, boundary: file }: Settings, profile: string | undefined, io: Io) {
  const path = credentialsPath(profile ? { profile } : agent, io.env);
  const credentials = followCredentials(path);
  const boundary = file === undefined ? undefined : readBoundaryCredentials(file).boundary;
  const journal = new ReportJournal(path, credentials, io.err);
  const countersign = httpPort(io, credentials, { patienceSeconds: patience, boundary, journal });
  return { id: credentials.agent, countersign };
}
