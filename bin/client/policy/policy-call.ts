import { readFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import { type Answer, faultOf, send } from "../agent/call.ts";
import { refuseShared } from "../agent/credentials.ts";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readPatience, readServerUrl } from "../options.ts";
import { visible } from "../visible.ts";

/** A server's policy, with a token of an admin. */
export interface PolicyServer {
  /** Answers of 200 alone. */
  call: (method: string, path: string, file?: { text: string; version?: number }) => Promise<Answer>;
}

/** The server and token from `url`, `token-file` and `patience`. */
export function openPolicy(values: Record<string, Untyped>, io: Io): PolicyServer {
  const url = `${readServerUrl(values, io)}/api/v1/policy`;
  const authorization = `Bearer ${readToken(values["token-file"], io)}`;
  const patienceSeconds = readPatience(values.patience);
  return {
    async call(method, path, file) {
      const headers = {
        authorization,
        ...(file && { "content-type": "application/json" }),
        ...(file?.version !== undefined && { "if-match": `"${file.version}"` }),
      };
      const call = { method, url: `${url}${path}`, body: file?.text, headers: async () => headers };
      const answer = await send(io, call, { patienceSeconds });
      if (answer.status === 200) return answer;
      throw answer.body?.code === "conflict" ? outdated(answer) : faultOf(answer);
    },
  };
}

function outdated(answer: Answer) {
  const { message, code } = faultOf(answer);
  return new Fault("outdated", message, { code, answer: answer.body });
}

/** The token from a file or the environment. Every user of the machine could see an argument. */
function readToken(file: string | undefined, io: Io) {
  const token = (file === undefined ? io.env.COUNTERSIGN_POLICY_TOKEN : readPrivately(file))?.trim();
  if (!token)
    throw new Fault(
      "usage",
      "missing token. Set COUNTERSIGN_POLICY_TOKEN or use --token-file. Admins create tokens in Settings, Policy tokens",
    );
  if (!/^cspt_[\w-]+$/.test(token))
    throw new Fault("usage", "invalid policy token (tokens start with cspt_)");
  return token;
}

function readPrivately(file: string) {
  try {
    const text = readFileSync(file, "utf8");
    refuseShared(file);
    return text;
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault("usage", `can't read ${visible(file)}`, { cause });
  }
}

const pauseMilliseconds = 5000;

/** Polls every five seconds until the pushed `draft` is live, or a different version was published. */
export async function waitUntilPublished(
  server: PolicyServer,
  draft: { version: number; digest: string },
  { timeoutSeconds, io }: { timeoutSeconds: number; io: Io },
): Promise<ExitName> {
  const giveUpAt = io.now() + timeoutSeconds * 1000;
  for (;;) {
    const { body } = await server.call("GET", "/version");
    if (body?.version === draft.version && body.digest === draft.digest) {
      io.err(`Version ${visible(body.version)} is live.\n`);
      return "ok";
    }
    if (body?.version >= draft.version) {
      io.err(`Version ${visible(body.version)} went live, but it isn't the one you pushed.\n`);
      return "outdated";
    }
    if (io.now() + pauseMilliseconds > giveUpAt) {
      io.err("Not published yet. It's still in the draft.\n");
      return "expired";
    }
    await io.sleep(pauseMilliseconds);
  }
}
