import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll } from "vitest";
import { certificate, privateKey } from "./certificate.ts";

export interface MailServer {
  port: number;
  /** The mails that the server accepted, as it received them. */
  accepted: string[];
}

/** An error that smtp-server turns into a reply with this status. */
export function reply(responseCode: number): Error {
  return Object.assign(new Error("in the server's own words"), { responseCode });
}

/**
 * Starts a real mail server on this machine, with STARTTLS, until the file's tests are over. Its
 * certificate is for mail.example and localhost. `refusals` are the replies to the first mails.
 */
export async function startMailServer(
  options: SMTPServerOptions & { refusals?: number[] } = {},
): Promise<MailServer> {
  const accepted: string[] = [];
  const { refusals = [], ...more } = options;
  const server = new SMTPServer({
    ...{ cert: certificate, key: privateKey, authOptional: true, disableReverseLookup: true },
    ...{ closeTimeout: 1 },
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const refusal = refusals.shift();
        if (refusal !== undefined) return callback(reply(refusal));
        accepted.push(Buffer.concat(chunks).toString("latin1"));
        callback(null);
      });
    },
    ...more,
  });
  // A client that leaves during a handshake is part of the tests.
  server.on("error", () => {});
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (listener.address() as AddressInfo).port, accepted };
}
