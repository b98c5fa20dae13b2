import { type Action, type CheckedAction, checkAction } from "./action.ts";
import { type Challenge, challengeFor } from "./grant/challenge.ts";
import { type Redemption, redeemGrant } from "./grant/redeem-grant.ts";
import { type Execution, reportExecution, runAndReport } from "./grant/report-execution.ts";
import { passkeyAcr, policyAcr, type VerifiedGrant, verifyGrant } from "./grant/verify-grant.ts";
import { type Presented, verifyProof } from "./grant/verify-proof.ts";
import { type Issuer, type IssuerOptions, openIssuer } from "./issuer.ts";
import { type SigningKey, signingKey } from "./keys.ts";
import { Refusal } from "./refusal.ts";

export type { Action, CheckedAction } from "./action.ts";
export { actionDigest } from "./action.ts";
export type { Challenge } from "./grant/challenge.ts";
export type { Redemption } from "./grant/redeem-grant.ts";
export type { Execution } from "./grant/report-execution.ts";
export type { VerifiedGrant } from "./grant/verify-grant.ts";
export type { Presented } from "./grant/verify-proof.ts";
export { presentedGrant } from "./http/presented-grant.ts";
export { readJson } from "./json/read-json.ts";
export { Refusal, UncertainError } from "./refusal.ts";

/**
 * `audience`: the tool's address as registered in Countersign, character by character. `key`: the
 * tool's key, `whsk_...` or `whsec_...`; without a key the tool can only verify. `requirePasskey`:
 * refuse grants that policy auto-approved. `reportWithinSeconds`: promise a report of each outcome
 * within this time, 30 to 86400; without a report Countersign shows the execution as uncertain.
 */
export type ToolOptions = IssuerOptions & {
  audience: string;
  key?: string;
  requirePasskey?: boolean;
  reportWithinSeconds?: number;
  onReportFailed?: (error: unknown, redemption: Redemption) => void;
};

export interface Tool {
  issuer: string;
  audience: string;
  /** Checks an action and adds the audience. */
  action: (action: Action) => CheckedAction;
  verifyGrant: (presented: Presented, action: Action) => Promise<VerifiedGrant>;
  /** Verifies and redeems, once; perform the action afterwards. */
  redeem: (presented: Presented, action: Action) => Promise<Redemption>;
  /** Verifies, redeems, runs once and reports the outcome. */
  guard: <T>(
    presented: Presented | undefined,
    action: Action,
    run: (allowed: { action: CheckedAction; redemption: Redemption }) => T | Promise<T>,
  ) => Promise<T>;
  report: (redemption: Redemption, execution: Execution) => Promise<void>;
  /** Reports if a report was announced, and never rejects. */
  settle: (redemption: Redemption, execution: Execution) => Promise<void>;
  challenge: (action: Action, refusal?: Refusal) => Promise<Challenge>;
}

/**
 * The verifier of a tool. Methods reject instead of returning false, so that a forgotten check
 * can't let an action run.
 * @throws {Refusal} `not_set_up`
 */
export function createTool(options: ToolOptions): Tool {
  checkSettings(options);
  const { audience, requirePasskey = false, reportWithinSeconds, onReportFailed } = options;
  const issuer = openIssuer(options);
  const key = options.key === undefined ? undefined : signingKey(options.key);
  const context = { issuer, audience, requirePasskey };

  async function redeem(presented: Presented, given: Action): Promise<Redemption> {
    const action = withAudience(given, audience);
    const verified = await verify(context, presented, action);
    return redeemGrant(issuer, requireKey(key), { presented, verified, action, reportWithinSeconds });
  }

  async function report(redemption: Redemption, execution: Execution) {
    return reportExecution(issuer, requireKey(key), redemption, execution);
  }

  async function settle(redemption: Redemption, execution: Execution) {
    if (redemption.reportWithinSeconds === undefined) return;
    // The action ran: a lost report must neither repeat the action nor replace its result.
    await report(redemption, execution)
      .catch((error) => onReportFailed?.(error, redemption))
      .catch(() => {});
  }

  return Object.freeze<Tool>({
    issuer: issuer.issuer,
    audience,
    action: (action) => withAudience(action, audience),
    verifyGrant: async (presented, action) => verify(context, presented, withAudience(action, audience)),
    redeem,
    report,
    settle,
    guard: async (presented, action, run) => {
      if (presented === undefined) throw new Refusal("grant_missing", "This action needs a grant.");
      const redemption = await redeem(presented, action);
      return runAndReport(redemption, run, (execution) => settle(redemption, execution));
    },
    challenge: async (given, refusal) => {
      const action = withAudience(given, audience);
      const acrValues = requirePasskey ? [passkeyAcr] : [passkeyAcr, policyAcr];
      return challengeFor({ issuer: issuer.issuer, action, acrValues, refusal });
    },
  });
}

function withAudience(action: Action, audience: string) {
  const checked = checkAction({ ...action, audience: action?.audience ?? audience });
  if (checked.audience !== audience)
    throw new Refusal("audience_mismatch", "The action names another tool as its audience.");
  return checked;
}

async function verify(
  { issuer, audience, requirePasskey }: { issuer: Issuer; audience: string; requirePasskey: boolean },
  presented: Presented,
  action: CheckedAction,
) {
  const verified = await verifyGrant(issuer, presented.grant, action, audience);
  if (requirePasskey && verified.basis !== "passkey")
    throw new Refusal("insufficient_approval", "This tool needs a grant that a person approved.");
  await verifyProof(presented, verified, issuer.clockSkewSeconds);
  return verified;
}

function checkSettings({ audience, reportWithinSeconds: seconds }: ToolOptions) {
  if (typeof audience !== "string" || !URL.canParse(audience))
    throw new Refusal("not_set_up", "audience is the tool's address, such as https://payments.example.");
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 30 && seconds <= 86_400))
    throw new Refusal("not_set_up", "reportWithinSeconds is a whole number from 30 to 86400.");
}

function requireKey(key: SigningKey | undefined) {
  if (!key)
    throw new Refusal("not_set_up", "A tool without a key can't redeem. Register the tool and set key.");
  return key;
}
