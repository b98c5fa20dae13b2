export type OutboundReason =
  | "insecure_url"
  | "refused_address"
  | "unresolvable"
  | "refused_connection"
  | "timeout"
  | "too_large"
  | "tls"
  | "aborted"
  | "failed";

/** Why a call got no answer. `message` is for logs and may contain the URL's host. */
export class OutboundFault extends Error {
  override readonly name = "OutboundFault";

  constructor(
    readonly reason: OutboundReason,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** By name: the server and Next each have a bundled copy of the class. */
export function isOutboundFault(thrown: unknown): thrown is OutboundFault {
  return thrown instanceof Error && thrown.name === "OutboundFault";
}

const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
const lateCode = /^(UND_ERR_\w+_TIMEOUT|ETIMEDOUT)$/;

/** The fault behind an error of undici, of node's sockets or of a decoder. */
export function faultFrom(cause: unknown): OutboundFault {
  if (isOutboundFault(cause)) return cause;
  const code = String((cause as { code?: unknown } | null)?.code);
  if (code === "ECONNREFUSED")
    return new OutboundFault("refused_connection", "connection refused", { cause });
  if (lateCode.test(code)) return new OutboundFault("timeout", `too slow: ${code}`, { cause });
  if (tlsCode.test(code)) return new OutboundFault("tls", `no secure connection: ${code}`, { cause });
  return new OutboundFault("failed", `the call failed: ${code}`, { cause });
}
