import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import { isSecureUrl } from "./secure-url.ts";

const timeoutMilliseconds = 8000;
const maximumBytes = 1024 * 1024;

/**
 * `fetch` for every call to a provider: https only (`isSecureUrl`), eight seconds in all, no
 * redirects, a megabyte at most. The admins choose the address, as does the provider's own
 * metadata; the response is shown to no one except as checked claims.
 */
export function providerFetch(config: Pick<Config, "origin">): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!isSecureUrl(address, config)) throw providerFault("The URL isn't https.", address);
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(input, { ...init, redirect: "manual", signal }).catch((cause) => {
      throw unreachable(address, cause);
    });
    return limited(response, address);
  };
}

/**
 * An error by the provider. `sentence` tells admins the problem, without the provider's own text.
 */
export function providerFault(sentence: string, address: string, cause?: unknown): CountersignError {
  return new CountersignError("provider_failed", `the provider failed: ${sentence}`, {
    userMessage: `${sentence} (${address})`,
    cause,
  });
}

function unreachable(address: string, cause: unknown): CountersignError {
  const isLate = cause instanceof Error && cause.name === "TimeoutError";
  const { code } = (cause as { cause?: { code?: unknown } }).cause ?? {};
  const words: Record<string, string> = {
    ENOTFOUND: "Host not found.",
    EAI_AGAIN: "The host name couldn't be resolved.",
    ECONNREFUSED: "Connection refused.",
    CERT_HAS_EXPIRED: "Its certificate has expired.",
    DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is self-signed. Set NODE_EXTRA_CA_CERTS to trust it.",
    SELF_SIGNED_CERT_IN_CHAIN: "Its certificate isn't trusted. Set NODE_EXTRA_CA_CERTS to trust it.",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its certificate isn't trusted. Set NODE_EXTRA_CA_CERTS to trust it.",
  };
  const late = `No response within ${timeoutMilliseconds / 1000} seconds.`;
  return providerFault(isLate ? late : (words[String(code)] ?? "Unreachable."), address, cause);
}

/** The same answer, read to its end within the limit. */
async function limited(response: Response, address: string): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maximumBytes) throw providerFault("The response is larger than 1 MB.", address);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof CountersignError ? cause : unreachable(address, cause);
  }
  const { status, headers } = response;
  const hasBody = size > 0 && ![204, 205, 304].includes(status);
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, headers: withoutEncoding(headers) });
}

/** `fetch` has undone the encoding already. */
function withoutEncoding(headers: Headers): Headers {
  const remaining = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) remaining.delete(name);
  return remaining;
}
