import { type Action, type Agent, type Asked, Refusal } from "#client/agent/agent";
import { PageRefusal } from "#lib/passkeys/testing/enroll-softly";
import type { DemoPerson } from "./demo-person.ts";
import type { Demo } from "./fill-workspace.ts";

/**
 * Asks, and waits for an approval: in a browser, or after Enter by the passkey of this process. After
 * a denial the agent asks again.
 * @returns the grant
 */
export async function obtainApproval(
  { terminal }: Pick<Demo, "terminal">,
  agent: Agent,
  action: Action,
  asking: { reason: string; by: DemoPerson; whilePending?: (requestId: string) => Promise<void> },
): Promise<string> {
  const { reason, by, whilePending } = asking;
  for (;;) {
    const { requestId, approvalUrl, grant } = await askAndWait(agent, action, reason);
    terminal.say(`  Pending: ${approvalUrl}`);
    await whilePending?.(requestId);
    const name = by.viewer.name.split(" ")[0];
    const words = `Approve as ${name} in the browser, or press Enter: the demo approves with ${name}'s passkey.`;
    if (!(await isSettledBefore(() => terminal.enter(words), grant))) await by.approve(requestId);
    try {
      return await grant;
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.code !== "denied") throw refusal;
      terminal.say("  Denied in the browser. The agent got `denied`, nothing ran, and it asks again.");
    }
  }
}

/** Asks for an action that needs approval. @returns as soon as the request waits */
export async function askAndWait(
  agent: Agent,
  action: Action,
  reason: string,
): Promise<Pick<Asked, "requestId" | "approvalUrl"> & { grant: Promise<string> }> {
  let grant: Promise<string> | undefined;
  const asked = await new Promise<Asked>((onPending, reject) => {
    grant = agent.obtainGrant(action, { reason, waitSeconds: 3600, onPending });
    grant.catch(reject);
  });
  if (!grant) throw new Error("nothing was asked");
  return { ...asked, grant };
}

/** Whether `work` is settled when it or `other` has ended. */
export async function isSettledBefore(other: () => Promise<void>, work: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  await Promise.race([work.then(settle, settle), other()]);
  return isSettled;
}

/** The code with which `work` is refused, of a page's call with the status. @throws if it isn't refused with it */
export async function refusedWith(code: string, work: Promise<unknown>): Promise<string> {
  return expectOutcome(code, await work.then(() => "success", refusalOf));
}

function refusalOf(thrown: unknown): string {
  if (thrown instanceof Refusal) return thrown.serverCode ?? thrown.code;
  if (thrown instanceof PageRefusal) return `${thrown.status} ${thrown.code}`;
  throw thrown;
}

/** The demo shows only what really happened. @throws for another outcome */
export function expectOutcome(expected: string, outcome: string): string {
  if (outcome !== expected) throw new Error(`The demo expected ${expected}, and the outcome was ${outcome}.`);
  return outcome;
}
