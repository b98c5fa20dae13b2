import { CountersignError } from "#lib/kernel/errors";

/** Why no person was identified. */
export interface Fault {
  reason: "provider_denied" | "provider_failed" | "answer_invalid";
  /** For an admin's test: the error, in our words alone. */
  sentence: string;
}

/**
 * The meaning of an error chain from Auth.js, without the provider's text but for standard codes
 * (RFC 6749 sections 4.1.2.1 and 5.2).
 */
export function explainFault(thrown: unknown): Fault {
  const chain = chainOf(thrown);
  const ours = chain.find((error) => error instanceof CountersignError);
  if (ours instanceof CountersignError) return { reason: "provider_failed", sentence: ours.userMessage };
  const error = chain.map(({ error }) => error).find((code) => typeof code === "string");
  if (typeof error === "string") return fromCode(error);
  const code = chain.map((fault) => fault.code).find((code) => typeof code === "string");
  const names = chain.map(({ name }) => name).join(", ");
  if (names.includes("InvalidCheck"))
    return {
      reason: "answer_invalid",
      sentence: "The state, nonce or PKCE cookie doesn't match this sign-in.",
    };
  const sentence = `The response was rejected: ${typeof code === "string" ? code : names}.`;
  return { reason: "answer_invalid", sentence };
}

function fromCode(error: string): Fault {
  const code = /^[\x20-\x7e]{1,60}$/.test(error) ? error : "an error without a usable code";
  if (code === "access_denied")
    return { reason: "provider_denied", sentence: "The provider denied access (access_denied)." };
  const hints: Record<string, string> = {
    invalid_client: " The client id or the client secret is wrong.",
    invalid_grant: " The code was already used, or the redirect URI doesn't match.",
    invalid_scope: " It doesn't recognize one of the scopes.",
    unauthorized_client: " This client isn't allowed to use the authorization code flow.",
  };
  return { reason: "provider_failed", sentence: `The provider returned  ${code}.${hints[code] ?? ""}` };
}

type Link = { name?: unknown; code?: unknown; error?: unknown; cause?: unknown };

function chainOf(thrown: unknown): Link[] {
  const chain: Link[] = [];
  let next: unknown = thrown;
  while (typeof next === "object" && next !== null && chain.length < 8) {
    chain.push(next as Link);
    // @auth/core keeps the caught error in `cause.err`.
    const { cause } = next as Link;
    next = (cause as { err?: unknown } | undefined)?.err ?? cause;
  }
  return chain;
}
