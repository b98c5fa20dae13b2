// @ts-check
import { checkAction } from "../action.mjs";
import { readChallenge } from "../challenge/read-challenge.mjs";
import { redeemGrant } from "../grant/redeem-grant.mjs";
import { passkeyAcr, verifyGrant } from "../grant/verify-grant.mjs";
import { openIssuer } from "../issuer/issuer.mjs";
import { signingKey } from "../keys.mjs";
import { Refusal } from "../refusal.mjs";
import { ask, waitForDecision } from "./ask.mjs";
import { proofHeaders } from "./proof-headers.mjs";
import { refusalWithoutGrant } from "./without-grant.mjs";

export { Refusal } from "../refusal.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../action.mjs").CheckedAction} CheckedAction */
/** @typedef {import("../challenge/read-challenge.mjs").ReadChallenge} ReadChallenge */
/** @typedef {import("../grant/redeem-grant.mjs").Redemption} Redemption */
/** @typedef {import("./ask.mjs").Asked} Asked */
/** @typedef {import("./ask.mjs").AskOptions} AskOptions */

/** @typedef {import("../issuer/issuer.mjs").IssuerOptions & {agent: string, key: string}} AgentOptions */

/**
 * @typedef {AskOptions & {waitSeconds?: number, signal?: AbortSignal, onPending?: (asked: Asked) =>
 * void}} ObtainOptions `waitSeconds`: how long to wait for a person, 900 by default. `onPending`:
 * called when the request starts to wait, and again when its number to match first appears: show
 * `approvalUrl` and `numberToMatch` to the person at the agent
 */

/**
 * @typedef {ObtainOptions & {accepts?: (action: CheckedAction) => boolean}} AskForOptions
 * `accepts`: whether the agent wants the action that the tool names; any action by default
 */

/**
 * @typedef {object} Agent
 * @property {string} issuer
 * @property {string} agent
 * @property {(action: Action, options?: AskOptions) => Promise<Asked>} ask
 * @property {(action: Action, options?: ObtainOptions) => Promise<string>} obtainGrant asks and
 * waits; rejects unless the action is approved
 * @property {(grant: string, method?: string) => Promise<Record<string, string>>} headersFor the
 * headers that present a grant to a tool
 * @property {(grant: string, action: Action) => Promise<Redemption>} redeem for an action that the
 * agent itself performs
 * @property {(response: Response, options?: AskForOptions & {url?: string, method?: string}) =>
 * Promise<Record<string, string>>} askFor reads a tool's challenge, asks and waits; returns the
 * headers for the repeated call
 * @property {(url: string | URL, init?: RequestInit, options?: AskForOptions) => Promise<Response>}
 * fetch calls a tool; answers one challenge
 */

/**
 * An agent that asks with its own key.
 * @param {AgentOptions} options `key`: `whsk_...` or `whsec_...`
 * @returns {Agent}
 */
export function createAgent(options) {
  const issuer = openIssuer(options);
  const asker = { issuer, agent: options.agent, key: signingKey(options.key) };
  const fetch = options.fetch ?? ((address, init) => globalThis.fetch(address, init));

  /** @param {Action} given @param {ObtainOptions} [options] */
  async function obtainGrant(given, { waitSeconds = 900, signal, onPending, ...asking } = {}) {
    const action = checkAction(given);
    const asked = await ask(asker, action, asking);
    const waiting = { seconds: waitSeconds, signal, onPending };
    const decided = await waitForDecision(asker, action, asked, waiting);
    if (decided.grant === undefined) throw refusalWithoutGrant(decided);
    return decided.grant;
  }

  /** @type {Agent["askFor"]} */
  async function askFor(response, { url = response.url, method = "POST", accepts, ...obtaining } = {}) {
    const challenge = await readChallenge(response);
    if (!challenge) throw new Refusal("untrusted_challenge", "The response contains no challenge.");
    refuseUntrusted(challenge, { issuer: issuer.issuer, url, accepts });
    const grant = await obtainGrant(challenge.action, obtaining);
    const { basis } = await verifyGrant(issuer, grant, challenge.action, challenge.action.audience ?? "");
    if (basis !== "passkey" && challenge.acrValues.length === 1 && challenge.acrValues[0] === passkeyAcr)
      throw new Refusal(
        "insufficient_approval",
        "The tool needs a person's approval, but policy auto-approved.",
      );
    return proofHeaders(asker.key, grant, method);
  }

  return Object.freeze({
    issuer: issuer.issuer,
    agent: options.agent,
    ask: async (action, asking = {}) => ask(asker, checkAction(action), asking),
    obtainGrant,
    headersFor: async (grant, method = "POST") => proofHeaders(asker.key, grant, method),
    redeem: async (grant, given) => {
      const action = checkAction(given);
      const verified = await verifyGrant(issuer, grant, action, action.audience ?? issuer.issuer);
      if (verified.agentId !== options.agent)
        throw new Refusal("invalid_grant", "This grant belongs to another agent.");
      return redeemGrant(issuer, asker.key, { presented: { grant }, verified, action });
    },
    askFor,
    fetch: (url, init = {}, asking = {}) => callTool({ fetch, askFor }, String(url), init, asking),
  });
}

/**
 * Calls a tool, and once more after its challenge was answered.
 * @param {{fetch: (url: string, init: RequestInit) => Promise<Response>, askFor: Agent["askFor"]}}
 * agent
 * @param {string} url
 * @param {RequestInit} init
 * @param {AskForOptions} asking
 */
async function callTool({ fetch, askFor }, url, init, asking) {
  if (init.body instanceof ReadableStream) throw new TypeError("A stream can't be sent a second time.");
  const headers = new Headers(init.headers);
  // A redirect would send the grant to another server.
  const call = () => fetch(url, { ...init, headers, redirect: "manual" });
  const response = await call();
  if (!(await readChallenge(response))) return response;
  const method = (init.method ?? "GET").toUpperCase();
  const added = await askFor(response, { ...asking, url, method });
  await response.body?.cancel();
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return call();
}

/**
 * A tool could name an action of another tool and pass the grant on. The agent asks only for
 * actions at the tool that it called, by the Countersign that it knows.
 * @param {ReadChallenge} challenge
 * @param {{issuer: string, url: string, accepts?: (action: CheckedAction) => boolean}} expected
 */
function refuseUntrusted({ issuer, action }, expected) {
  if (issuer !== expected.issuer)
    throw new Refusal("untrusted_challenge", "The tool names another Countersign than this agent's.");
  const isOfTool =
    action.audience !== undefined &&
    URL.canParse(action.audience) &&
    URL.canParse(expected.url) &&
    new URL(action.audience).origin === new URL(expected.url).origin;
  if (!isOfTool) throw new Refusal("untrusted_challenge", "The tool names an action of another tool.");
  if (expected.accepts && !expected.accepts(action))
    throw new Refusal("untrusted_challenge", "The tool names an action that the agent didn't intend.");
}
