import type { ExitName } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { visible } from "../visible.ts";
import type { PolicyServer } from "./policy-call.ts";

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
