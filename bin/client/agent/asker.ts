import type { Asker } from "#client/agent/answered";
import { openIssuer } from "#client/issuer";
import { type SigningKey, signingKey } from "#client/keys";
import type { Io } from "../io.ts";
import { callerOf } from "./call.ts";
import type { Credentials } from "./credentials.ts";

/** The agent of the credentials. Apart from {@link callerOf}: only some commands verify signatures. */
export function openAsker(
  io: Io,
  credentials: Credentials,
  { patienceSeconds }: { patienceSeconds: number },
): Asker {
  const { url, issuer = url, agent } = credentials;
  const bounds = { timeoutSeconds: Math.max(1, patienceSeconds), clockSkewSeconds: 120 };
  let last: { text: string; key: SigningKey } | undefined;
  return {
    issuer: openIssuer({ issuer, url, ...bounds }, callerOf(io)),
    agent,
    get key() {
      const text = credentials.key;
      if (last?.text !== text) last = { text, key: signingKey(text) };
      return last.key;
    },
  };
}
