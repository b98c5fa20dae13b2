import type { Database } from "#db/client";
import { approve } from "#lib/approvals/approve";
import { findDecidable } from "#lib/approvals/find-decidable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { requestChallenge } from "#lib/approvals/request-challenge";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import {
  offerStanding,
  requestStandingChallenge,
  signStanding,
} from "#lib/approvals/standing/approvals/sign";
import type { MasterSecret } from "#lib/crypto/seal";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { drive } from "./http-client.ts";
import type { Round, Rounds } from "./rounds.ts";
import type { RunningServer } from "./servers.ts";
import { endPending } from "./throughput.ts";
import { agentOf, type BenchWorkspace } from "./workspace.ts";

export interface DrawsResult {
  /** Auto-approved asks of the agents. */
  allowed: Round[];
  /** Their asks within the bounds of a standing approval. */
  draws: Round[];
  /** How many of those reached the person anyway, and how many there were. */
  toPerson: number;
  asks: number;
}

const ceiling = { days: 1, count: 500, amount: 2000, total: 1e9 };
const config = { origin: "http://localhost:3000", rpId: "localhost" };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The cost of a draw: asks of agents for which their owner signed a standing approval. */
export async function measureDraws(
  server: RunningServer,
  db: Database,
  secret: MasterSecret,
  workspace: BenchWorkspace,
  { rounds, meter }: { rounds: number; meter: Rounds },
): Promise<DrawsResult> {
  const { agents } = workspace;
  await signForAll(server, db, secret, workspace);
  const send = async (
    kind: string,
    expectedStatus: number | number[],
    amountOf: (index: number) => number,
  ) => {
    const count = Math.min(meter.count(kind), agents.length * 100);
    const asks = Array.from({ length: count }, (_, index) => agentOf(agents, index).ask(amountOf(index)));
    return meter.measure(kind, server, asks, { connections: 64, expectedStatus });
  };
  const result: DrawsResult = { allowed: [], draws: [], toPerson: 0, asks: 0 };
  for (let round = -1; round < rounds; round++) {
    const { answers: _, ...allowed } = await send("allowedOfDrawing", 200, () => 50);
    // Every amount is another action: the same one waits while the person decides about it.
    const { answers, ...draws } = await send("draws", [200, 202], (index) => 1001 + (index % 24_000) / 100);
    if (round < 0) continue;
    result.allowed.push(allowed);
    result.draws.push(draws);
    result.asks += answers.length;
    result.toPerson += answers.filter(({ status }) => status === 202).length;
  }
  await db.$client`update standing_approvals set ended_at = now(), end_reason = 'replaced' where ended_at is null`;
  await endPending(db);
  return result;
}

/** Signs a standing approval for each agent, with everything that a person does for one. */
async function signForAll(
  server: RunningServer,
  db: Database,
  secret: MasterSecret,
  { agents, owner: { personId }, authenticator }: BenchWorkspace,
): Promise<void> {
  const { version, rules, defaultOutcome, unclassified, catalog } = await versionInForce(db);
  const opened = catalog.map((entry) =>
    entry.type === "refund.create" ? { ...entry, standing: ceiling } : entry,
  );
  const actor = { type: "person", id: personId } as const;
  const content = { rules, defaultOutcome, unclassified, catalog: opened };
  await insertVersion(db, { version: version + 1, ...content, actor, now: new Date() });
  // No two alike: the same one, approved a moment ago, can't be signed.
  const asks = agents.map((agent, index) => agent.ask(1250 + index));
  const { answers } = await drive(server.port, asks, 32);
  const read = [];
  for (const { body } of answers) {
    const requestId = (JSON.parse(body) as { request: { id: string } }).request.id;
    const now = new Date();
    const request = await findDecidable(db, { requestId, personId, now });
    read.push({ requestId, ...(await offerStatement(db, request, { approverId: personId, secret, now })) });
  }
  // A faster approval isn't considered.
  await pause(3100);
  const sign = (challenge: Uint8Array) =>
    authenticator.get({ challenge: Buffer.from(challenge).toString("base64url") });
  for (const { requestId, bytes, seal } of read) {
    const now = new Date();
    const asked = { requestId, personId, statement: bytes, seal, secret, now };
    const credential = sign(await requestChallenge(db, asked));
    await approve(db, { requestId, personId, credential, config, now });
    const { days, count, total } = ceiling;
    const draft = await draftStanding(db, { requestId, personId, now });
    const offered = await offerStanding(
      db,
      { draft, personId, secret, now },
      { days, count, total, perHour: count },
    );
    const { bytes: statement } = offered;
    const challenge = await requestStandingChallenge(db, { ...asked, statement, seal: offered.seal });
    await signStanding(db, { personId, credential: sign(challenge), config, now });
  }
}
