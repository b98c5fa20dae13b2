import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { isOutboundFault, type OutboundFault, type OutboundReason } from "#lib/outbound/outbound-fault";

const timeoutMs = 8000;
const withoutBody = [204, 205, 304];

/**
 * The guarded client as `fetch`, for libraries that call a provider, whose address admins and
 * metadata choose. Only checked claims of a response are shown.
 */
export function providerFetch(outbound: OutboundClient): typeof fetch {
  return async (input, init) => {
    const given = input instanceof Request ? input : undefined;
    const url = given?.url ?? String(input);
    // Reads every kind of body, and names the type of a form and the like.
    const content = new Response(init?.body ?? given?.body);
    const headers = new Headers([...content.headers, ...new Headers(init?.headers ?? given?.headers)]);
    const answer = await outbound
      .send({
        method: methodOf(init?.method ?? given?.method),
        url,
        headers: Object.fromEntries(headers),
        ...(content.body && { body: new Uint8Array(await content.arrayBuffer()) }),
        timeoutMs,
      })
      .catch((fault) => {
        throw unreachable(url, fault);
      });
    const body = withoutBody.includes(answer.status) ? null : Buffer.from(answer.body);
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
}

function methodOf(name = "GET"): "GET" | "POST" {
  const method = name.toUpperCase();
  if (method === "GET" || method === "POST") return method;
  throw new Error(`no provider is called with ${method}`);
}

/** An error by the provider. `sentence` is for admins, without the provider's text. */
export function providerFault(sentence: string, address: string, cause?: unknown): CountersignError {
  return new CountersignError("provider_failed", `the provider failed: ${sentence}`, {
    userMessage: `${sentence} (${address})`,
    cause,
  });
}

const sentences: Record<OutboundReason, string> = {
  insecure_url: "The URL isn't https.",
  refused_address:
    "The host isn't on the public internet. The operator can list its host and port in OUTBOUND_PRIVATE_HOSTS.",
  unresolvable: "Host not found.",
  refused_connection: "Connection refused.",
  timeout: `No response within ${timeoutMs / 1000} seconds.`,
  too_large: "The response is larger than 1 MB.",
  tls: "Unreachable.",
  aborted: "Unreachable.",
  failed: "Unreachable.",
};

/** By the system error's code, where the reason alone says too little. */
const sentencesByCode: Record<string, string> = {
  EAI_AGAIN: "The host name couldn't be resolved.",
  CERT_HAS_EXPIRED: "Its certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is self-signed. Set NODE_EXTRA_CA_CERTS to trust it.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its certificate isn't trusted. Set NODE_EXTRA_CA_CERTS to trust it.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its certificate isn't trusted. Set NODE_EXTRA_CA_CERTS to trust it.",
};

function unreachable(address: string, fault: unknown): CountersignError {
  if (!isOutboundFault(fault)) return providerFault("Unreachable.", address, fault);
  return providerFault(sentencesByCode[codeOf(fault)] ?? sentences[fault.reason], address, fault);
}

function codeOf({ cause }: OutboundFault): string {
  return String((cause as { code?: unknown } | undefined)?.code);
}
