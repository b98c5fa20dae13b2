import { type Answer, drive, type PreparedRequest, prepareRequest } from "./http-client.ts";
import type { BenchWorkspace } from "./workspace.ts";

export interface ThroughputOptions {
  rounds: number;
  perRound: number;
  connections: number;
}

/** Requests a second, one figure a round. */
export interface Throughput {
  ceiling: number[];
  /** The ceiling with the two signatures that an allowed ask has as well. */
  signedCeiling: number[];
  allowed: number[];
  pending: number[];
  redeem: number[];
}

/**
 * Ceiling and product alternate, so that other load on the machine affects both alike.
 * @param settle ends every pending request between the rounds, outside the measured time: the
 * limits would not allow an agent with hundreds of pending requests.
 */
export async function measureThroughput(
  ports: { ceiling: number; countersign: number },
  { agents }: BenchWorkspace,
  settle: () => Promise<unknown>,
  options: ThroughputOptions,
): Promise<Throughput> {
  const result: Throughput = { ceiling: [], signedCeiling: [], allowed: [], pending: [], redeem: [] };
  const agentFor = (index: number) => {
    const agent = agents[index % agents.length];
    if (!agent) throw new Error("no agents");
    return agent;
  };
  const many = (make: (index: number) => PreparedRequest) =>
    Array.from({ length: options.perRound }, (_, index) => make(index));
  for (let round = -1; round < options.rounds; round++) {
    const ceiling = await rate(
      ports.ceiling,
      many(() => ceilingRequest("/")),
      options,
      200,
    );
    const signedCeiling = await rate(
      ports.ceiling,
      many(() => ceilingRequest("/signed")),
      options,
      200,
    );
    const allowed = await rate(
      ports.countersign,
      many((index) => agentFor(index).ask(50)),
      options,
      200,
    );
    const grants = allowed.answers.map(({ body }) => (JSON.parse(body) as { grant: string }).grant);
    const redemptions = many((index) => agentFor(index).redeem(grants[index] ?? "", 50));
    const redeem = await rate(ports.countersign, redemptions, options, 200);
    const pending = await rate(
      ports.countersign,
      many((index) => agentFor(index).ask(1250)),
      options,
      202,
    );
    await settle();
    // The first round warms up the code and the database, and does not count.
    if (round < 0) continue;
    result.ceiling.push(ceiling.perSecond);
    result.signedCeiling.push(signedCeiling.perSecond);
    result.allowed.push(allowed.perSecond);
    result.redeem.push(redeem.perSecond);
    result.pending.push(pending.perSecond);
  }
  return result;
}

const ceilingBody = JSON.stringify({
  action: { type: "refund.create", resource: "charge/ch_81", params: { amount: 50, currency: "USD" } },
  reason: "Customer was billed twice",
  expires_in: 900,
});

function ceilingRequest(path: string): PreparedRequest {
  return prepareRequest("POST", path, { "content-type": "application/json" }, ceilingBody);
}

/** The number of answered requests per second, and the answers. */
export async function rate(
  port: number,
  requests: PreparedRequest[],
  { connections }: ThroughputOptions,
  expectedStatus: number,
): Promise<{ perSecond: number; answers: Answer[] }> {
  const { seconds, answers } = await drive(port, requests, connections);
  const wrong = answers.find(({ status }) => status !== expectedStatus);
  if (wrong) throw new Error(`expected ${expectedStatus}, got ${wrong.status}: ${wrong.body.slice(0, 300)}`);
  return { perSecond: requests.length / seconds, answers };
}
