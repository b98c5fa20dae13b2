import { checkAction } from "#client/action";
import type { Answered } from "#client/agent/answered";
import { ask, waitForDecision } from "#client/agent/ask";
import { numberToMatch } from "#client/agent/asked";
import { SharedWaits } from "#client/agent/shared-waits";
import { postRedemption } from "#client/grant/redeem-grant";
import { type Outcome, postReport } from "#client/grant/report-execution";
import { verifyGrant } from "#client/grant/verify-grant";
import { Refusal } from "#client/refusal";
import type { Port } from "#lib/boundary/calls/port";
import { PortError } from "#lib/boundary/calls/port-error";
import { openAsker } from "../agent/asker.ts";
import { faultOfRefusal } from "../agent/call.ts";
import type { Credentials } from "../agent/credentials.ts";
import type { Io } from "../io.ts";
import type { ReportJournal } from "./report-journal.ts";

type HttpPort = Port<Answered>;

const briefPatienceSeconds = 10;

/**
 * Countersign over HTTP, for `runCall` at a boundary that holds an agent's key. Nothing that
 * doesn't match the action is believed: an answer with another digest, or a grant that doesn't
 * verify or is for another agent, request or action, is an `untrusted` error.
 * @param options `patienceSeconds`: how long to retry an ask, a wait or a redemption without an
 * answer; `reportPatienceSeconds`: how long to retry a report; 10 minutes by default; `boundary`:
 * the ID of this boundary, `bnd_...`, if it is registered; `journal`: keeps outcomes over a restart, and
 * sends those of an earlier run
 */
export function httpPort(
  io: Io,
  credentials: Credentials,
  options: {
    patienceSeconds: number;
    reportPatienceSeconds?: number;
    boundary?: string;
    journal?: ReportJournal;
  },
): HttpPort {
  const { patienceSeconds, reportPatienceSeconds = 600, boundary, journal } = options;
  const asker = openAsker({ ...io, err: () => {} }, credentials, { patienceSeconds });
  const ported = portedBy(io);
  const waits = new SharedWaits(asker);
  const { issuer, agent: agentId } = asker;
  const reportWith = (patience: number) => (requestId: string, outcome: Outcome) =>
    ported(() =>
      postReport(issuer, asker.key, { agentId, requestId, ...outcome }, { patienceSeconds: patience }),
    );
  const report = reportWith(reportPatienceSeconds);
  // Briefly: an edge that ends doesn't wait for what an earlier run left.
  const again = reportWith(briefPatienceSeconds);
  void journal?.resend(again);
  return {
    ask: (action, { reason, signal, reportWithinSeconds }) =>
      ported(async () => {
        const question = { action: checkAction(action), redeem: { reportWithinSeconds } };
        const options = { reason, boundary, pickUp: true };
        return ask(asker, question, options, { patienceSeconds, signal });
      }),
    wait: (asked, { seconds, signal }) =>
      ported(async () => {
        const hadNumber = numberToMatch(asked.request) !== undefined;
        const onPending = ({ request }: Answered) => !hadNumber && numberToMatch(request) !== undefined;
        const options = { seconds, patienceSeconds, signal, onPending, poll: waits.poll };
        return waitForDecision(asker, { action: asked.action }, asked, options);
      }),
    redeem: (grant, given, { reportWithinSeconds }) =>
      ported(async () => {
        const action = checkAction(given);
        const verified = await verifyGrant(issuer, grant, action, action.audience ?? issuer.issuer);
        const redeeming = { presented: { grant }, verified, action, reportWithinSeconds, boundary };
        await postRedemption(issuer, asker.key, redeeming, { patienceSeconds });
      }),
    report: journal ? journal.keeping(report, again) : report,
  };
}

/** The client's refusals as the port's. The operator hears of untrusted answers. */
function portedBy(io: Io) {
  return async <Value>(call: () => Promise<Value>): Promise<Value> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, exit, message } = faultOfRefusal(error);
      if (exit === "untrusted") io.err(`${message}\n`);
      const hasOwnCode = code !== undefined && code !== "issuer_unavailable" && exit !== "untrusted";
      throw new PortError(hasOwnCode ? code : exit, message, { cause: error });
    }
  };
}
