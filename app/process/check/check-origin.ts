import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { Clock } from "#lib/kernel/clock";
import { addSeconds } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { faultWords } from "#lib/outbound/fault-words";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { readCertificate, type ServerCertificate } from "#lib/outbound/read-certificate";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { withinTime } from "#lib/outbound/within-time";
import { type Finding, findingsOf, patienceMilliseconds, type Report } from "./finding.ts";

const renewalSeconds = 14 * 24 * 3600;
const limits = { timeoutMs: patienceMilliseconds };

const dns = findingsOf("origin");
const { ok, warning, wrong } = findingsOf("certificate");

/** Looks the origin's host up, and reads the certificate that people and agents get. */
export async function checkOrigin(
  { origin, rpId: host, proxyHops }: Config,
  { clock, trusted, report }: { clock: Clock; trusted: string[] | undefined; report: Report },
): Promise<void> {
  const url = new URL(origin);
  if (url.protocol === "http:") return report(dns.ok(`${origin} is for this machine alone.`));
  if (proxyHops === 0 && !isLoopbackHost(host))
    report(
      dns.warning(
        "COUNTERSIGN_PROXIES is 0, so that all callers seem to be the TLS proxy and share its limits. Set the number of proxies.",
      ),
    );
  const addresses = await findAddresses(host, report);
  if (!addresses) return;
  report(dns.ok(`${host} is ${addresses.map(({ address }) => address).join(", ")}.`));
  const server = { host, port: Number(url.port || 443) };
  // The origin is the operator's own, and its address is often private here.
  const config = { origin, outboundPrivateHosts: [`${server.host}:${server.port}`] };
  const options = { config, lookup: async () => addresses, trusted };
  const reading = withinTime(limits, (signal) => readCertificate(server, { ...options, signal }));
  report(
    await reading.then(
      (certificate) => judgeCertificate(certificate, host, clock()),
      (error) => notRead(error, origin),
    ),
  );
}

/** By the system's look-up, because people's machines use the hosts file too. */
async function findAddresses(host: string, report: Report): Promise<LookupAddress[] | undefined> {
  try {
    return await withinTime(limits, () => lookup(host, { all: true }));
  } catch (error) {
    const { code } = (faultFrom(error).cause ?? {}) as { code?: string };
    report(
      code === "ENOTFOUND" || code === "ENODATA"
        ? dns.wrong(`No address was found for ${host}. Add one to DNS, or correct COUNTERSIGN_URL.`)
        : dns.warning(
            `The name server of this machine gave no answer about ${host} (${code ?? "too late"}). Check its DNS.`,
          ),
    );
    return undefined;
  }
}

export function judgeCertificate(
  { validFrom, expiresAt, isForHost, distrust }: ServerCertificate,
  host: string,
  now: Date,
): Finding {
  const day = dayOf(expiresAt);
  if (expiresAt <= now) return wrong(`The certificate expired on ${day}. Renew it.`);
  if (validFrom > now)
    return wrong(
      `The certificate isn't valid before ${dayOf(validFrom)}. Synchronize this machine's clock (NTP), or use the one before it.`,
    );
  if (!isForHost) return wrong(`The certificate isn't for ${host}. Get one with this name.`);
  if (distrust === "CERT_HAS_EXPIRED" || distrust === "CERT_NOT_YET_VALID")
    return wrong(
      `Another certificate of the chain isn't valid today (${distrust}). Send the chain that came with the certificate.`,
    );
  if (distrust !== undefined)
    return wrong(
      `This machine doesn't trust the certificate (${distrust}). Send the whole chain, or name your own authority in NODE_EXTRA_CA_CERTS.`,
    );
  return expiresAt <= addSeconds(now, renewalSeconds)
    ? warning(`The certificate expires on ${day}. Renew it.`)
    : ok(`The certificate is for ${host}, and valid until ${day}.`);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Before the first start nothing answers, and not every network lets a machine reach its own public address. */
function notRead(error: unknown, origin: string): Finding {
  const { reason } = faultFrom(error);
  if (reason === "tls")
    return wrong(`The server at ${origin} doesn't complete a TLS handshake. Let the TLS proxy listen there.`);
  return warning(`${faultWords(reason, `the server at ${origin}`)} Its certificate wasn't checked.`);
}
