import { type Action, type CheckedAction, checkAction } from "../action.ts";
import { readChallenge, refuseUntrusted } from "../grant/challenge.ts";
import { type Redemption, redeemGrant } from "../grant/redeem-grant.ts";
import { passkeyAcr, verifyGrant } from "../grant/verify-grant.ts";
import { type IssuerOptions, openIssuer } from "../issuer.ts";
import { signingKey } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { type AskOptions, ask, waitForDecision, whenNumberAppears } from "./ask.ts";
import { type Asked, askedOf, refusalWithoutGrant } from "./asked.ts";
import { type FreezeOptions, freezeItself, type Hold } from "./freeze.ts";
import { proofHeaders } from "./proof-headers.ts";

export type { Action, CheckedAction } from "../action.ts";
export type { ReadChallenge } from "../grant/challenge.ts";
export type { Redemption } from "../grant/redeem-grant.ts";
export { Refusal } from "../refusal.ts";
export type { AskOptions } from "./ask.ts";
export type { Asked } from "./asked.ts";
export type { FreezeOptions, Hold } from "./freeze.ts";

export type AgentOptions = IssuerOptions & { agent: string; key: string };

/**
 * `waitSeconds`: 900 by default. `onPending`: called when the request starts to wait, and when its
 * number to match appears: show both `approvalUrl` and `numberToMatch` to the person at the agent.
 */
export type ObtainOptions = AskOptions & {
  waitSeconds?: number;
  signal?: AbortSignal;
  onPending?: (asked: Asked) => void;
};

/** `accepts`: whether the agent wants the tool's action; any action by default. */
export type AskForOptions = ObtainOptions & { accepts?: (action: CheckedAction) => boolean };

export interface Agent {
  issuer: string;
  agent: string;
  ask: (action: Action, options?: AskOptions) => Promise<Asked>;
  /** Asks and waits; rejects unless the action is approved. */
  obtainGrant: (action: Action, options?: ObtainOptions) => Promise<string>;
  headersFor: (grant: string, method?: string) => Promise<Record<string, string>>;
  /** For an action that the agent performs without a tool. */
  redeem: (grant: string, action: Action) => Promise<Redemption>;
  /** Stops this agent until a person releases it, for example because someone else drives it. */
  freeze: (options?: FreezeOptions) => Promise<Hold>;
  /** Reads a tool's challenge, asks and waits; returns the headers for the repeated call. */
  askFor: (
    response: Response,
    options?: AskForOptions & { url?: string; method?: string },
  ) => Promise<Record<string, string>>;
  /** Calls a tool, and answers one challenge. */
  fetch: (url: string | URL, init?: RequestInit, options?: AskForOptions) => Promise<Response>;
}

/** An agent that asks with its own key, `whsk_...` or `whsec_...`. */
export function createAgent(options: AgentOptions): Agent {
  const issuer = openIssuer(options);
  const asker = { issuer, agent: options.agent, key: signingKey(options.key) };
  const fetch = options.fetch ?? ((address, init) => globalThis.fetch(address, init));

  async function obtainGrant(
    given: Action,
    { waitSeconds = 900, signal, onPending, ...asking }: ObtainOptions = {},
  ) {
    const question = { action: checkAction(given) };
    const asked = await ask(asker, question, asking, { signal });
    const tell = whenNumberAppears((answer) => onPending?.(askedOf(answer)));
    const waiting = { seconds: waitSeconds, signal, onPending: tell };
    const decided = askedOf(await waitForDecision(asker, question, asked, waiting));
    if (decided.grant === undefined) throw refusalWithoutGrant(decided);
    return decided.grant;
  }

  async function askFor(
    response: Response,
    {
      url = response.url,
      method = "POST",
      accepts,
      ...obtaining
    }: AskForOptions & { url?: string; method?: string } = {},
  ): Promise<Record<string, string>> {
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

  return Object.freeze<Agent>({
    issuer: issuer.issuer,
    agent: options.agent,
    ask: async (action, asking = {}) => askedOf(await ask(asker, { action: checkAction(action) }, asking)),
    obtainGrant,
    headersFor: async (grant, method = "POST") => proofHeaders(asker.key, grant, method),
    redeem: async (grant, given) => {
      const action = checkAction(given);
      const verified = await verifyGrant(issuer, grant, action, action.audience ?? issuer.issuer);
      if (verified.agentId !== options.agent)
        throw new Refusal("invalid_grant", "This grant belongs to another agent.");
      return redeemGrant(issuer, asker.key, { presented: { grant }, verified, action });
    },
    freeze: (freezing = {}) => freezeItself(asker, freezing),
    askFor,
    fetch: (url, init = {}, asking = {}) => callTool({ fetch, askFor }, String(url), init, asking),
  });
}

async function callTool(
  {
    fetch,
    askFor,
  }: { fetch: (url: string, init: RequestInit) => Promise<Response>; askFor: Agent["askFor"] },
  url: string,
  init: RequestInit,
  asking: AskForOptions,
) {
  if (init.body instanceof ReadableStream) throw new TypeError("A stream can't be sent a second time.");
  const headers = new Headers(init.headers);
  // A redirect would send the grant elsewhere.
  const call = () => fetch(url, { ...init, headers, redirect: "manual" });
  const response = await call();
  if (!(await readChallenge(response))) return response;
  const method = (init.method ?? "GET").toUpperCase();
  const added = await askFor(response, { ...asking, url, method });
  await response.body?.cancel();
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return call();
}
