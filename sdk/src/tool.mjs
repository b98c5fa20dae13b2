// @ts-check
import { checkAction } from "./action.mjs";
import { challengeFor } from "./challenge/challenge.mjs";
import { redeemGrant } from "./grant/redeem-grant.mjs";
import { reportExecution } from "./grant/report-execution.mjs";
import { passkeyAcr, policyAcr, verifyGrant } from "./grant/verify-grant.mjs";
import { verifyProof } from "./grant/verify-proof.mjs";
import { openIssuer } from "./issuer/issuer.mjs";
import { signingKey } from "./keys.mjs";
import { Refusal } from "./refusal.mjs";
import { runAndReport } from "./run-and-report.mjs";

export { actionDigest } from "./action.mjs";
export { presentedGrant } from "./http/presented-grant.mjs";
export { readJson } from "./json/read-json.mjs";
export { Refusal, UncertainError } from "./refusal.mjs";

/** @typedef {import("./action.mjs").Action} Action */
/** @typedef {import("./action.mjs").CheckedAction} CheckedAction */
/** @typedef {import("./challenge/challenge.mjs").Challenge} Challenge */
/** @typedef {import("./grant/redeem-grant.mjs").Redemption} Redemption */
/** @typedef {import("./grant/report-execution.mjs").Execution} Execution */
/** @typedef {import("./grant/verify-grant.mjs").VerifiedGrant} VerifiedGrant */
/** @typedef {import("./grant/verify-proof.mjs").Presented} Presented */

/**
 * @typedef {import("./issuer/issuer.mjs").IssuerOptions & {audience: string, key?: string,
 * requirePasskey?: boolean, reportWithinSeconds?: number, onReportFailed?: (error: unknown,
 * redemption: Redemption) => void}} ToolOptions
 * `audience`: the tool's address as registered in Countersign, character by character.
 * `key`: the tool's key, `whsk_...` or `whsec_...`; without a key the tool can only verify.
 * `requirePasskey`: refuse grants that policy auto-approved.
 * `reportWithinSeconds`: promise a report of each outcome within this time, 30 to 86400; without a
 * report Countersign shows the execution as uncertain.
 */

/**
 * @typedef {object} Tool
 * @property {string} issuer
 * @property {string} audience
 * @property {(action: Action) => CheckedAction} action checks an action and adds the audience
 * @property {(presented: Presented, action: Action) => Promise<VerifiedGrant>} verifyGrant offline
 * @property {(presented: Presented, action: Action) => Promise<Redemption>} redeem verifies and
 * redeems, once; perform the action after this promise resolves
 * @property {<T>(presented: Presented | undefined, action: Action, run: (allowed: {action:
 * CheckedAction, redemption: Redemption}) => T | Promise<T>) => Promise<T>} guard verifies,
 * redeems, runs once and reports the outcome
 * @property {(redemption: Redemption, execution: Execution) => Promise<void>} report
 * @property {(redemption: Redemption, execution: Execution) => Promise<void>} settle reports if a
 * report was announced, and never rejects
 * @property {(action: Action, refusal?: Refusal) => Promise<Challenge>} challenge
 */

/**
 * The verifier of a tool. Every method rejects with a {@link Refusal} instead of returning a
 * negative result, so that a forgotten check can't let an action run.
 * @param {ToolOptions} options
 * @returns {Tool}
 * @throws {Refusal} `not_set_up`
 */
export function createTool(options) {
  checkSettings(options);
  const { audience, requirePasskey = false, reportWithinSeconds, onReportFailed } = options;
  const issuer = openIssuer(options);
  const key = options.key === undefined ? undefined : signingKey(options.key);
  const context = { issuer, audience, requirePasskey };

  /** @param {Presented} presented @param {Action} given @returns {Promise<Redemption>} */
  async function redeem(presented, given) {
    const action = withAudience(given, audience);
    const verified = await verify(context, presented, action);
    return redeemGrant(issuer, requireKey(key), { presented, verified, action, reportWithinSeconds });
  }

  /** @param {Redemption} redemption @param {Execution} execution */
  async function report(redemption, execution) {
    return reportExecution(issuer, requireKey(key), redemption, execution);
  }

  /** @param {Redemption} redemption @param {Execution} execution */
  async function settle(redemption, execution) {
    if (redemption.reportWithinSeconds === undefined) return;
    // The action ran: a lost report must neither repeat it nor replace its result.
    await report(redemption, execution)
      .catch((error) => onReportFailed?.(error, redemption))
      .catch(() => {});
  }

  return Object.freeze({
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

/** @param {Action} action @param {string} audience */
function withAudience(action, audience) {
  const checked = checkAction({ ...action, audience: action?.audience ?? audience });
  if (checked.audience !== audience)
    throw new Refusal("audience_mismatch", "The action names another tool as its audience.");
  return checked;
}

/**
 * @param {{issuer: import("./issuer/issuer.mjs").Issuer, audience: string, requirePasskey: boolean}}
 * context
 * @param {Presented} presented
 * @param {CheckedAction} action
 */
async function verify({ issuer, audience, requirePasskey }, presented, action) {
  const verified = await verifyGrant(issuer, presented.grant, action, audience);
  if (requirePasskey && verified.basis !== "passkey")
    throw new Refusal("insufficient_approval", "This tool needs a grant that a person approved.");
  await verifyProof(presented, verified, issuer.clockSkewSeconds);
  return verified;
}

/** @param {ToolOptions} options */
function checkSettings({ audience, reportWithinSeconds: seconds }) {
  if (typeof audience !== "string" || !URL.canParse(audience))
    throw new Refusal("not_set_up", "audience is the tool's address, such as https://payments.example.");
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 30 && seconds <= 86_400))
    throw new Refusal("not_set_up", "reportWithinSeconds is a whole number from 30 to 86400.");
}

/** @param {import("./keys.mjs").SigningKey | undefined} key */
function requireKey(key) {
  if (!key)
    throw new Refusal("not_set_up", "A tool without a key can't redeem. Register the tool and set key.");
  return key;
}
