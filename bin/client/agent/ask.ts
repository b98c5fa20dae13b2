import { checkAction } from "#client/action";
import type { Answered, Asker, Question } from "#client/agent/answered";
import { type AskOptions, ask as askServer, cancelRequest } from "#client/agent/ask";
import { numberToMatch } from "#client/agent/asked";
import { randomId } from "#client/text";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import {
  credentialOptions,
  flags,
  patienceOption,
  readOptions,
  readPatience,
  readWholeNumber,
  texts,
} from "../options.ts";
import { report } from "../receipts/report.ts";
import { refuseCaseTwins } from "../strict-json.ts";
import { visible } from "../visible.ts";
import { actionOptions, readAction, readObject } from "./action.ts";
import { openAsker } from "./asker.ts";
import { rethrow } from "./call.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";
import { waitAtTerminal } from "./wait.ts";

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...actionOptions,
  ...texts("reason", "context", "expires-in", "id", "out"),
  ...flags("accept-edits", "no-wait", "json"),
};

/** `countersign ask <action.type>`: asks, waits for the answer, and prints the grant. */
export async function ask(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const [type, ...surplus] = positionals;
  if (!type || surplus.length > 0) throw new Fault("usage", "missing action type, for example refund.create");
  if (values["accept-edits"] && !values.json && values.out === undefined)
    throw new Fault("usage", "--accept-edits needs --json or --out, to get the edited action with its grant");
  const acceptEdits = values["accept-edits"];
  const question = { action: checkAction(readAction(type, values)), acceptEdits };
  const context = values.context === undefined ? undefined : readObject(values.context, "--context");
  refuseCaseTwins(context, "--context");
  const expiresInSeconds = readWholeNumber(values["expires-in"], {
    ...{ name: "--expires-in", least: 10, most: 2_592_000 },
  });
  const credentials = readCredentials(credentialsPath(values, io.env), io.now());
  const id = values.id ?? randomId("msg");
  const stopped = new AbortController();
  const release = io.onInterrupt(() => stopped.abort(new Fault("interrupted", "Interrupted.")));
  const options = { patienceSeconds: readPatience(values.patience), signal: stopped.signal };
  const asker = openAsker(io, credentials, options);
  try {
    const asking = { reason: values.reason, context, expiresInSeconds, id };
    const asked = await submit(io, asker, question, asking, options);
    const answer = values["no-wait"] ? asked : await outcome(io, asker, question, { asked, id }, options);
    // The answer can't name a different agent.
    return report(io, { ...answer, agent: asker.agent }, values);
  } finally {
    release();
  }
}

interface Options {
  patienceSeconds: number;
  signal: AbortSignal;
}

/** Sends the ask. After an interruption, the same ID finds a request that arrived. */
async function submit(
  io: Io,
  asker: Asker,
  question: Question,
  asking: AskOptions & { id: string },
  options: Options,
): Promise<Answered> {
  try {
    return await askServer(asker, question, asking, options).catch(rethrow);
  } catch (fault) {
    const isOpen = fault instanceof Fault && (fault.exit === "interrupted" || fault.exit === "unreachable");
    if (isOpen && fault.wasSent) {
      io.err(
        `The request may have been recorded. To resume it, run the same command with --id ${visible(asking.id)}\n`,
      );
    }
    throw fault;
  }
}

/** The decision: immediate, or after the wait. Ctrl-C withdraws the request. */
async function outcome(
  io: Io,
  asker: Asker,
  question: Question,
  { asked, id }: { asked: Answered; id: string },
  options: Options,
): Promise<Answered> {
  if (asked.request.state !== "pending") return asked;
  const number = numberToMatch(asked.request);
  const match = number === undefined ? "" : `Number to match: ${number}\n`;
  io.err(
    `Pending: ${visible(asked.request.id)}, expires ${visible(asked.request.expires_at)}\nApprove: ${visible(asked.request.approval_url)}\n${match}`,
  );
  try {
    return await waitAtTerminal(io, asker, question, asked, options);
  } catch (thrown) {
    if (!options.signal.aborted) {
      // The request stays, and so does an approval.
      io.err(`To take the request up again, run the same command with --id ${visible(id)}\n`);
      throw thrown;
    }
    io.err("Cancelling request…\n");
    const patienceSeconds = Math.min(options.patienceSeconds, 10);
    const answer = await cancelRequest(asker, question, asked, { patienceSeconds });
    return answer ?? { ...asked, request: { ...asked.request, state: "cancelled" } };
  }
}
