import { once } from "node:events";
import { checkServerIdentity, connect } from "node:tls";
import type { CheckOptions } from "./address-check.ts";
import { openCheckedSocket } from "./checked-socket.ts";

export interface ServerCertificate {
  validFrom: Date;
  expiresAt: Date;
  /** Whether one of its names is the host's. */
  isForHost: boolean;
  /** Why this machine doesn't trust it, as OpenSSL's code; undefined: it does. */
  distrust: string | undefined;
}

/**
 * Reads the certificate of a server, whatever is wrong with it: nothing is sent to the server.
 * @throws {OutboundFault} `refused_address`, `unresolvable`; otherwise the error of the socket
 */
export async function readCertificate(
  server: { host: string; port: number },
  { trusted, ...options }: CheckOptions & { signal: AbortSignal; trusted?: string[] | undefined },
): Promise<ServerCertificate> {
  const socket = await openCheckedSocket(server, options);
  const { host } = server;
  // The connection ends after the handshake, so that no one relies on a certificate that isn't verified.
  const secure = connect({
    socket,
    servername: host,
    rejectUnauthorized: false,
    ...(trusted && { ca: trusted }),
  });
  // An error after the end of the wait would have no listener, and end the process.
  secure.on("error", () => {});
  try {
    await once(secure, "secureConnect", { signal: options.signal });
    const certificate = secure.getPeerCertificate();
    const isForHost = checkServerIdentity(host, certificate) === undefined;
    const code = secure.authorized ? undefined : String(secure.authorizationError);
    return {
      validFrom: new Date(certificate.valid_from),
      expiresAt: new Date(certificate.valid_to),
      ...{ isForHost, distrust: isForHost ? code : undefined },
    };
  } finally {
    secure.destroy();
  }
}
