import type { Database } from "#db/client";
import { approve } from "#lib/approvals/approve";
import { findDecidable } from "#lib/approvals/find-decidable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { requestChallenge } from "#lib/approvals/request-challenge";
import type { MasterSecret } from "#lib/crypto/seal";
import { type Answer, Connection, drive, prepareRequest } from "./http-client.ts";
import type { MeasuredServer } from "./servers.ts";
import { endPending } from "./throughput.ts";
import { agentOf, type BenchWorkspace } from "./workspace.ts";

export interface WaitingResult {
  /** How many agents waited while requests were approved. */
  waiters: number;
  /**
   * Milliseconds from the commit of the approval to the whole answer, grant included, at the
   * waiting agent.
   */
  latencies: number[];
  /** Bytes of memory for one more waiting agent, without garbage. */
  bytesPerWaiter: number;
}

const moreLots = 9;

interface Waiter {
  requestId: string;
  connection: Connection;
  answer: Promise<Answer>;
}

/**
 * Lets many agents wait, measures the memory of each, approves some one by one, and times the
 * arrival of their grants.
 */
export async function measureWaiting(
  server: MeasuredServer,
  db: Database,
  secret: MasterSecret,
  workspace: BenchWorkspace,
  options: { waiters: number; approvals: number },
): Promise<WaitingResult> {
  // The first lot pays the one-time memory of the process; the later lots show the memory of
  // one more waiter.
  const first = await startWaiters(server.port, workspace, options.waiters);
  const before = await settledBytes(server);
  const more: Waiter[] = [];
  for (let lot = 0; lot < moreLots; lot++)
    more.push(...(await startWaiters(server.port, workspace, options.waiters)));
  const bytesPerWaiter = ((await settledBytes(server)) - before) / more.length;
  const latencies: number[] = [];
  // The last ones, because a wait ends after a minute.
  for (const waiter of more.slice(-options.approvals))
    latencies.push(await approveAndTime(db, secret, workspace, waiter));
  for (const { connection } of [...first, ...more]) connection.close();
  await endPending(db);
  return { waiters: first.length + more.length, latencies, bytesPerWaiter };
}

async function startWaiters(port: number, { agents }: BenchWorkspace, count: number): Promise<Waiter[]> {
  const asks = Array.from({ length: count }, (_, index) => agentOf(agents, index).ask(1250));
  const { answers } = await drive(port, asks, 32);
  return Promise.all(
    answers.map(async ({ body }) => {
      const { request, wait } = JSON.parse(body) as { request: { id: string }; wait: { token: string } };
      const connection = await Connection.open(port);
      const path = `/api/v1/requests/${request.id}?wait=60`;
      const answer = connection.send(prepareRequest("GET", path, { authorization: `Bearer ${wait.token}` }));
      answer.catch(() => {});
      return { requestId: request.id, connection, answer };
    }),
  );
}

// The product's own verb gives the approval in this process, on the same database. Its return is
// the first moment at which a caller can know of the commit, so the clock starts slightly late. A
// grant that arrives even before the return counts as zero.
async function approveAndTime(
  db: Database,
  secret: MasterSecret,
  workspace: BenchWorkspace,
  waiter: Waiter,
): Promise<number> {
  const { requestId } = waiter;
  const { personId } = workspace.owner;
  const now = new Date();
  const { bytes, seal } = await offerStatement(db, await findDecidable(db, { requestId, personId, now }), {
    approverId: personId,
    secret,
    now,
  });
  const challenge = await requestChallenge(db, {
    requestId,
    personId,
    statement: bytes,
    seal,
    secret,
    now,
  });
  const credential = workspace.authenticator.get({ challenge: Buffer.from(challenge).toString("base64url") });
  const config = { origin: "http://localhost:3000", rpId: "localhost" };
  await approve(db, { requestId, personId, credential, config, now });
  const committedAt = performance.now();
  const { body, at } = await waiter.answer;
  if (!body.includes('"grant":"')) throw new Error(`no grant: ${body.slice(0, 200)}`);
  return Math.max(0, at - committedAt);
}

async function settledBytes(server: MeasuredServer): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return server.retainedBytes();
}
