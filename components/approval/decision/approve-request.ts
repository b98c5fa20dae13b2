import { call, loadPart, Refusal } from "#components/api/call.ts";
import { askForPasskey } from "#components/passkey/ceremony.ts";
import { bytesOf, challengeOf } from "#components/passkey/challenge-of.ts";
import type { Standing } from "#lib/approvals/standing/stand";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import type { Entered } from "../edit/edit-request.ts";

export interface ApprovalAttempt {
  requestId: string;
  /** The bytes of the page's statement, base64url, and the server's seal over the bytes. */
  statement: string;
  seal: string;
  descriptor?: Descriptor | undefined;
  number?: string | undefined;
  note: string;
  onStep: (step: "prompting" | "sending") => void;
}

type Options = Parameters<typeof askForPasskey>[0];

/**
 * Approves: gets the challenge, checks that the challenge commits to the page's content, lets the
 * passkey sign, and sends the signature.
 * @throws {Refusal} with the server's code, a ceremony fault, `challenge_mismatch`, or `unconfirmed`
 * for a lost answer.
 */
export async function approveRequest(attempt: ApprovalAttempt): Promise<void> {
  const { requestId, statement, seal, descriptor, number, note, onStep } = attempt;
  const path = `/api/requests/${encodeURIComponent(requestId)}`;
  const shown = { statement, seal, ...(number !== undefined && { number: number.trim() }) };
  const { options } = await call<{ options: Options }>("POST", `${path}/challenges`, shown);
  const bytes = bytesOf(statement);
  const { displayMatches } = await loadDisplayCheck();
  if (options.challenge !== (await challengeOf(bytes)) || !(await displayMatches(bytes, descriptor))) {
    throw challengeMismatch();
  }
  onStep("prompting");
  const credential = await askForPasskey(options);
  onStep("sending");
  const body = { credential, ...(note.trim() ? { note: note.trim() } : {}) };
  await confirmed(call("POST", `${path}/approvals`, body));
}

/** The refusal to sign content that differs from the page. */
export function challengeMismatch(subject: "this request" | "these requests" = "this request"): Refusal {
  return new Refusal(
    "challenge_mismatch",
    `The server asked your passkey to sign something different from what's on screen. Nothing was signed. Don't approve ${subject}, and tell your admin.`,
  );
}

/** Loads the rendering of actions, which the page needs for a decision only. */
export function loadDisplayCheck(): Promise<typeof import("./display-matches.ts")> {
  return loadPart(() => import("./display-matches.ts"));
}

interface Denial {
  text: string;
  reason?: DenyReason | undefined;
  suggested?: Entered;
  standing?: Standing | undefined;
}

/** Denies. With a `reason`, the server compares the shown words; without, the text is the reason. */
export async function denyRequest(
  requestId: string,
  { text, reason, suggested, standing }: Denial,
): Promise<void> {
  const path = `/api/requests/${encodeURIComponent(requestId)}/denials`;
  const chosen = { reason_code: reason?.code, reason_text: reason?.text };
  await confirmed(call("POST", path, { ...chosen, reason: text.trim(), suggested, standing }));
}

/** Denies an unexpected request, and holds its agent. */
export async function denyUnexpected(requestId: string, note: string): Promise<void> {
  const path = `/api/requests/${encodeURIComponent(requestId)}/unexpected`;
  await confirmed(call("POST", path, note.trim() ? { note: note.trim() } : {}));
}

/** A decision without an answer may have arrived: no message claims that nothing happened. */
export async function confirmed<T>(
  answer: Promise<T>,
  subject: "the request" | "these requests" = "the request",
): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== "offline") throw thrown;
    throw new Refusal(
      "unconfirmed",
      `The connection dropped while your decision was being sent. We don't know if it arrived. Check ${subject} when you're back online.`,
      {},
      { cause: thrown },
    );
  }
}
