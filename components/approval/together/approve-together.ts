import { call, loadPart } from "#components/api/call.ts";
import { askForPasskey } from "#components/passkey/ceremony.ts";
import { bytesOf } from "#components/passkey/challenge-of.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { challengeMismatch, confirmed, loadDisplayCheck } from "../decision/approve-request.ts";

/** A request of the page, with its statement's bytes and the server's seal. */
export interface ShownRequest {
  requestId: string;
  /** base64url. */
  statement: string;
  seal: string;
  /** The descriptor of the rendered request. */
  descriptor?: Descriptor | undefined;
}

/** The result of a request. */
export interface Result {
  request: string;
  /** `unknown`: the answer to a denial was lost. Absent for a refusal. */
  state?: "approved" | "pending" | "denied" | "unknown";
  approvals?: { required: number; given: number; counted_as_one?: string[] };
  code?: string;
  detail?: string;
}

type Options = Parameters<typeof askForPasskey>[0];

/**
 * Approves several requests: gets the challenge, checks that the challenge commits to exactly the
 * page's statements, lets the passkey sign, and sends the signature.
 * @throws {Refusal} with the server's code, `details.left_out` for requests in an unfit state, a
 * ceremony fault, `challenge_mismatch`, or `unconfirmed` for a lost answer.
 */
export async function approveTogether(
  shown: readonly ShownRequest[],
  onStep: (step: "prompting" | "sending") => void,
): Promise<Result[]> {
  const path = "/api/requests/together";
  const statements = shown.map(({ statement, seal }) => ({ statement, seal }));
  const { options } = await call<{ options: Options }>("POST", `${path}/challenges`, { statements });
  if (!(await isShown(options.challenge, shown))) throw challengeMismatch("these requests");
  onStep("prompting");
  const credential = await askForPasskey(options);
  onStep("sending");
  const body = { credential, statements: shown.map(({ statement }) => statement) };
  const sent = call<{ results: Result[] }>("POST", `${path}/approvals`, body);
  const { results } = await confirmed(sent, "these requests");
  return results;
}

/** Whether a challenge commits to the statements, and each statement to the page's content. */
async function isShown(challenge: string, shown: readonly ShownRequest[]): Promise<boolean> {
  const [{ displayMatches }, { batchChallenge }] = await Promise.all([
    loadDisplayCheck(),
    loadPart(() => import("./batch-challenge.ts")),
  ]);
  const bytes = shown.map(({ statement }) => bytesOf(statement));
  if (challenge !== (await batchChallenge(bytes))) return false;
  for (const [index, statement] of bytes.entries())
    if (!(await displayMatches(statement, shown[index]?.descriptor))) return false;
  return true;
}
