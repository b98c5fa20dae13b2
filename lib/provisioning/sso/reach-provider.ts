import type { OutboundClient } from "#lib/outbound/client";
import { type ProviderMetadata, readProviderMetadata } from "#lib/provisioning/provider/provider-metadata";
import type { Connection } from "./connections/connection.ts";

/** The pause after a provider's failure, from the start of the call. */
const pauseMilliseconds = 30_000;
const mostRemembered = 100;

interface Asked {
  answer: Promise<ProviderMetadata>;
  at: number;
}

// Unanswered or failed calls by connection: a cache, whose loss costs a call.
const asked = new Map<string, Asked>();

/**
 * A provider's metadata, for a sign-in. While a provider is broken, one sign-in every half minute
 * waits for the provider and the others fail immediately, with the same error; concurrent sign-ins
 * share a call's answer. `anew` ignores the known result: for an admin who tests whether the
 * provider works again. Every later sign-in then uses the admin's result.
 * @throws {CountersignError} `provider_failed`
 */
export async function reachProvider(
  { id, issuer }: Pick<Connection, "id" | "issuer">,
  { outbound, now, anew = false }: { outbound: OutboundClient; now: Date; anew?: boolean },
): Promise<ProviderMetadata> {
  const known = asked.get(id);
  const age = now.getTime() - (known?.at ?? Number.NEGATIVE_INFINITY);
  if (known && !anew && age >= 0 && age < pauseMilliseconds) return known.answer;
  const answer = readProviderMetadata(issuer, outbound);
  asked.delete(id);
  const [oldest] = asked.keys();
  if (oldest !== undefined && asked.size >= mostRemembered) asked.delete(oldest);
  asked.set(id, { answer, at: now.getTime() });
  const forget = () => {
    if (asked.get(id)?.answer === answer) asked.delete(id);
  };
  answer.then(forget, () => {});
  return answer;
}
