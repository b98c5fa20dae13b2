import type { Database } from "#db/client";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { Connection, drive, prepareRequest } from "./http-client.ts";
import type { Round, Rounds } from "./rounds.ts";
import type { RunningServer } from "./servers.ts";
import { agentOf, BenchAgent, type BenchWorkspace } from "./workspace.ts";

export interface ClosingResult {
  withdrawals: Round[];
  /** The pending requests of the person who is offboarded. */
  pending: number;
  offboardingMs: number;
  /** Milliseconds of each auto-approved ask of other agents. */
  askMs: { alone: number[]; duringOffboarding: number[] };
}

const connections = 64;
const askSeconds = 3;

/** Requests that are closed: one by one by their agents, and all at the same time with their owner. */
export async function measureClosing(
  server: RunningServer,
  db: Database,
  workspace: BenchWorkspace,
  { rounds, pending, meter }: { rounds: number; pending: number; meter: Rounds },
): Promise<ClosingResult> {
  const withdrawals: Round[] = [];
  for (let round = -1; round < rounds; round++) {
    const measured = await withdraw(server, workspace.agents, meter);
    if (round >= 0) withdrawals.push(measured);
  }
  const leaver = await ownerOf(server, db, workspace, pending);
  const alone = await askFor(server, workspace.agents, pauseOf(askSeconds));
  let offboardingMs = 0;
  const offboard = async () => {
    const startedAt = performance.now();
    await suspendPerson(db, { actor: workspace.owner, personId: leaver, now: new Date() });
    offboardingMs = performance.now() - startedAt;
  };
  const duringOffboarding = await askFor(server, workspace.agents, offboard);
  return { withdrawals, pending, offboardingMs, askMs: { alone, duringOffboarding } };
}

async function withdraw(server: RunningServer, agents: BenchAgent[], meter: Rounds): Promise<Round> {
  const count = meter.count("withdraw");
  const asks = Array.from({ length: count }, (_, index) => agentOf(agents, index).ask(1250));
  const asked = await drive(server.port, asks, connections);
  const withdrawals = asked.answers.map(({ body }) => {
    const { request, wait } = JSON.parse(body) as { request: { id: string }; wait: { token: string } };
    return prepareRequest("DELETE", `/api/v1/requests/${request.id}`, {
      authorization: `Bearer ${wait.token}`,
    });
  });
  const sent = { connections, expectedStatus: 200 };
  const { answers: _, ...round } = await meter.measure("withdraw", server, withdrawals, sent);
  return round;
}

/** A person with one agent and its pending requests. */
async function ownerOf(
  server: RunningServer,
  db: Database,
  { owner }: BenchWorkspace,
  pending: number,
): Promise<string> {
  const agent = await BenchAgent.enroll(db, owner);
  const personId = owner.personId.replace(/.{8}$/, "leaver00");
  await db.$client`
    insert into people (id, name, email, status, roles, created_at)
    select ${personId}, 'Bench Leaver', 'leaver@example.com', status, array['approver']::text[], created_at
    from people where id = ${owner.personId}`;
  await db.$client`update agents set owner_id = ${personId} where id = ${agent.id}`;
  await drive(
    server.port,
    Array.from({ length: pending }, () => agent.ask(1250)),
    connections,
  );
  return personId;
}

/** Asks without a pause while `work` runs. @returns milliseconds of each ask */
async function askFor(
  server: RunningServer,
  agents: BenchAgent[],
  work: () => Promise<void>,
): Promise<number[]> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(server.port)));
  const taken: number[] = [];
  let isOver = false;
  const asking = open.map(async (connection, number) => {
    for (let index = number; !isOver; index += connections) {
      const request = agentOf(agents, index).ask(50);
      const startedAt = performance.now();
      const { at } = await connection.send(request);
      taken.push(at - startedAt);
    }
  });
  await work();
  isOver = true;
  await Promise.all(asking);
  for (const connection of open) connection.close();
  return taken;
}

function pauseOf(seconds: number): () => Promise<void> {
  return () => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
