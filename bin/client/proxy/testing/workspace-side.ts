import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect } from "vitest";
import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type SignedInPerson, site } from "#app/api/testing/signed-in-person";
import { eventually } from "./proxy-side.ts";

/** A Countersign on a port, with an agent and its owner. */
export interface WorkspaceSide {
  workspace: RunningWorkspace;
  admin: SignedInPerson;
  owner: SignedInPerson;
  credentials: { url: string; issuer: string; agent: string; key: string };
  /** Waits for the only pending request. */
  pending: () => Promise<string>;
  stop: () => Promise<void>;
  start: () => Promise<void>;
}

export async function openWorkspaceSide(): Promise<WorkspaceSide> {
  const { workspace, admin } = await RunningWorkspace.open();
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  const agent = await workspace.agent(admin, owner);
  const server = createServer(
    (request, response) => void respond(request, response).catch(() => response.destroy()),
  );
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  afterAll(stop);
  return {
    workspace,
    admin,
    owner,
    credentials: { url, issuer: site.origin, agent: agent.id, key: keyOf(agent) },
    pending: () =>
      eventually(async () => {
        const rows = await workspace.db.$client<
          { id: string }[]
        >`select id from requests where state = 'pending'`;
        expect(rows.length).toBe(1);
        return rows[0]?.id ?? "";
      }),
    stop,
    start: () => listen(server, port),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
}

function keyOf({ privateKey }: CallingAgent): string {
  const { d = "" } = privateKey.export({ format: "jwk" });
  return `whsk_${Buffer.from(d, "base64url").toString("base64")}`;
}

/** Serves the real routes. */
async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = "GET", headers } = request;
  const answer = await api.request(request.url ?? "/", {
    method,
    headers: headers as Record<string, string>,
    body: method === "GET" ? undefined : Buffer.concat(chunks),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
