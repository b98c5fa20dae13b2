import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type SignedInPerson, site } from "#app/api/testing/signed-in-person";
import { newKeyPair } from "#client/keys";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { publishPolicy } from "#lib/publishing/publish";

/** A Countersign that listens on a port, with a policy for tools. */
export interface ListeningWorkspace {
  workspace: RunningWorkspace;
  admin: SignedInPerson;
  owner: SignedInPerson;
  url: string;
  folder: string;
  /** Creates an agent without a key. */
  createAgent: () => Promise<string>;
  /** Enrolls an agent, and returns the path of its credentials. */
  enroll: () => Promise<string>;
  /** Waits until there is a pending request that is not in `known`. */
  pending: (known?: Set<string>) => Promise<string>;
  requests: () => Promise<{ id: string; type: string; state: string; params: unknown; redeemed: boolean }[]>;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** Whether reports of executions are answered. */
  reports: { areTaken: boolean };
}

/**
 * Opens a workspace where actions of the type `files.read` are auto-approved, `files.delete` are
 * blocked, and everything else needs approval.
 */
export async function openListeningWorkspace(): Promise<ListeningWorkspace> {
  const { workspace, admin } = await RunningWorkspace.open();
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  await publishToolPolicy(workspace, admin);
  const folder = mkdtempSync(join(tmpdir(), "countersign-mcp-"));
  const reports = { areTaken: true };
  const http = listener(workspace, reports);
  await listenOn(http, 0);
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  let count = 0;
  const stop = async () => {
    http.closeAllConnections();
    if (http.listening) await new Promise((resolve) => http.close(resolve));
  };
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  const requests = async () =>
    await workspace.db.$client<
      { id: string; type: string; state: string; params: unknown; redeemed: boolean }[]
    >`select requests.id, action_type as type, requests.state, action::json->'params' as params, coalesce(grants.state = 'redeemed', false) as redeemed
    from requests left join grants on grants.request_id = requests.id order by requests.id`;
  const newAgent = async () => {
    const { now } = workspace.time;
    const ownership = { ownerId: owner.viewer.personId, backupIds: [] };
    const named = { actor: admin.viewer, name: `agent ${++count}`, now };
    return (await createAgent(workspace.db, { ...named, ...ownership })).agentId;
  };
  return {
    workspace,
    admin,
    owner,
    url,
    folder,
    reports,
    requests,
    async pending(known = new Set()) {
      for (;;) {
        const found = (await requests()).find(({ id, state }) => state === "pending" && !known.has(id));
        if (found) return found.id;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async enroll() {
      const agentId = await newAgent();
      const { privateKey, publicKey } = await newKeyPair();
      const { now } = workspace.time;
      await addPublicKey(workspace.db, { actor: admin.viewer, agentId, publicKey, now });
      const path = join(folder, `${agentId}.json`);
      writeFileSync(path, JSON.stringify({ url, issuer: site.origin, agent: agentId, key: privateKey }), {
        mode: 0o600,
      });
      return path;
    },
    createAgent: newAgent,
    stop,
    start: () => listenOn(http, port),
  };
}

/** Serves the workspace's routes. */
function listener(workspace: RunningWorkspace, reports: { areTaken: boolean }): Server {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!reports.areTaken && request.url?.endsWith("/execution")) return void response.writeHead(503).end();
    workspace.time.now = new Date();
    const body = request.method === "POST" ? await text(request) : undefined;
    const headers = new Headers(request.headers as Record<string, string>);
    const answered = await api.request(request.url ?? "/", { method: request.method, headers, body });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.end(await answered.text());
  };
  // A gateway may still report an outcome after the test closed the workspace.
  return createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
}

function listenOn(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", () => resolve());
  });
}

async function publishToolPolicy(workspace: RunningWorkspace, admin: SignedInPerson): Promise<void> {
  const entry = (type: string, risk: "read" | "write" | "destructive") => ({
    type,
    title: type,
    risk,
    schema: {},
    amountParam: null,
    currencyParam: null,
  });
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules: [
      rule({ id: "read", actions: ["files.read"], outcome: "allow" }),
      rule({ id: "write", actions: ["files.write"], outcome: "step_up" }),
      rule({ id: "delete", actions: ["files.delete"], outcome: "block" }),
    ],
    catalog: [
      ...defaultCatalog,
      entry("files.read", "read"),
      entry("files.write", "write"),
      entry("files.delete", "destructive"),
    ],
    defaultOutcome: "step_up",
    unclassified: "allow",
    expectedVersion: await currentPolicyVersion(workspace.db),
    now: workspace.time.now,
  });
}
