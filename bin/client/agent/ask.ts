import { numberToMatch } from "#lib/boundary/calls/number-to-match";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { refuseCaseTwins } from "../json/strict-json.ts";
import type { OptionKind } from "../options.ts";
import { credentialOptions, patienceOption, readOptions, readPatience, readWholeNumber } from "../options.ts";
import { report } from "../receipts/report.ts";
import { visible } from "../visible.ts";
import { actionOptions, readAction, readObject } from "./action.ts";
import { faultOf, send } from "./call.ts";
import { checkAnswer, checkGrant } from "./check-answer.ts";
import type { Credentials } from "./credentials.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";
import { newWebhookId, signedHeaders } from "./keys.ts";
import type { RequestResponse } from "./wait.ts";
import { cancelRequest, waitForDecision } from "./wait.ts";

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...actionOptions,
  reason: { type: "string" } as OptionKind,
  context: { type: "string" } as OptionKind,
  "expires-in": { type: "string" } as OptionKind,
  "accept-edits": { type: "boolean" } as OptionKind,
  id: { type: "string" } as OptionKind,
  "no-wait": { type: "boolean" } as OptionKind,
  json: { type: "boolean" } as OptionKind,
  out: { type: "string" } as OptionKind,
};

/** `countersign ask <action.type>`: asks, waits for the answer, and prints the grant. */
export async function ask(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const [type, ...surplus] = positionals;
  if (!type || surplus.length > 0) throw new Fault("usage", "missing action type, for example refund.create");
  if (values["accept-edits"] && !values.json && values.out === undefined)
    throw new Fault("usage", "--accept-edits needs --json or --out, to get the edited action with its grant");
  const action = readAction(type, values);
  const context = values.context === undefined ? undefined : readObject(values.context, "--context");
  refuseCaseTwins(action.params, "the action");
  refuseCaseTwins(context, "--context");
  const body = JSON.stringify({
    action,
    reason: values.reason,
    context,
    accept_edits: values["accept-edits"],
    expires_in: readWholeNumber(values["expires-in"], { name: "--expires-in", least: 10, most: 2_592_000 }),
  });
  const credentials = readCredentials(credentialsPath(values, io.env), io.now());
  const id = values.id ?? newWebhookId();
  const stopped = new AbortController();
  const release = io.onInterrupt(() => stopped.abort(new Fault("interrupted", "Interrupted.")));
  const options = { patienceSeconds: readPatience(values.patience), signal: stopped.signal };
  try {
    const asked = await submit(io, credentials, { id, body }, options);
    const accepted = { acceptsEdits: values["accept-edits"] === true };
    checkAnswer(credentials, action, asked, accepted);
    const answer = values["no-wait"] ? asked : await outcome(io, asked, options);
    const granted = checkAnswer(credentials, action, answer, accepted);
    checkGrant(credentials, granted, answer);
    return report(io, { agent: credentials.agent, action: granted, ...answer }, values);
  } finally {
    release();
  }
}

/**
 * Sends the ask. An interruption before the answer leaves open whether it arrived: the same id
 * takes it up again.
 */
async function submit(
  io: Io,
  { url, agent, key }: Credentials,
  { id, body }: { id: string; body: string },
  options: { patienceSeconds: number; signal: AbortSignal },
): Promise<RequestResponse> {
  const call = {
    method: "POST",
    url: `${url}/api/v1/agents/${encodeURIComponent(agent)}/requests`,
    body,
    headers: () => signedHeaders(key, { id, body, at: io.now() }),
  };
  try {
    const answer = await send(io, call, options);
    if (answer.status !== 200 && answer.status !== 202) throw faultOf(answer);
    return answer.body;
  } catch (fault) {
    const isOpen = fault instanceof Fault && (fault.exit === "interrupted" || fault.exit === "unreachable");
    if (isOpen && fault.wasSent) {
      io.err(
        `The request may have been recorded. To resume it, run the same command with --id ${visible(id)}\n`,
      );
    }
    throw fault;
  }
}

/**
 * The outcome of a request: immediate if the response is already decided, otherwise after the wait.
 * Ctrl-C withdraws the request.
 */
async function outcome(
  io: Io,
  asked: RequestResponse,
  options: { patienceSeconds: number; signal: AbortSignal },
): Promise<RequestResponse> {
  if (asked.request.state !== "pending") return asked;
  const number = numberToMatch(asked.request);
  const match = number === undefined ? "" : `Number to match: ${number}\n`;
  io.err(
    `Pending: ${visible(asked.request.id)}, expires ${visible(asked.request.expires_at)}\nApprove: ${visible(asked.request.approval_url)}\n${match}`,
  );
  try {
    return await waitForDecision(io, asked, options);
  } catch (fault) {
    if (!options.signal.aborted || !asked.wait) throw fault;
    io.err("Cancelling request…\n");
    const answer = await cancelRequest(io, asked.wait, {
      patienceSeconds: Math.min(options.patienceSeconds, 10),
    });
    return answer ?? { ...asked, request: { ...asked.request, state: "cancelled" } };
  }
}
