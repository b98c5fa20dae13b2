import { lookup } from "node:dns/promises";
import type { Clock } from "#lib/kernel/clock";
import { addSeconds } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { faultWords } from "#lib/outbound/fault-words";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { readCertificate, type ServerCertificate } from "#lib/outbound/read-certificate";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { withinTime } from "#lib/outbound/within-time";
import { type Finding, findingsOf, patienceMilliseconds } from "./finding.ts";

const renewalSeconds = 14 * 24 * 3600;

const dns = findingsOf("origin");
const { ok, warning, wrong } = findingsOf("certificate");

/** Looks the origin's host up, and reads the certificate that people and agents get. */
export async function checkOrigin(
  { origin, rpId: host, proxyHops }: Config,
  { clock, trusted }: { clock: Clock; trusted?: string[] | undefined },
): Promise<Finding[]> {
  const url = new URL(origin);
  if (url.protocol === "http:") return [dns.ok(`${origin} is for this machine alone.`)];
  const findings: Finding[] = [];
  if (proxyHops === 0 && !isLoopbackHost(host))
    findings.push(
      dns.warning(
        "COUNTERSIGN_PROXIES is 0, so that all callers seem to be the TLS proxy and share its limits. Set the number of proxies.",
      ),
    );
  const limits = { timeoutMs: patienceMilliseconds };
  // By the system's look-up, because people's machines use the hosts file too.
  const addresses = await withinTime(limits, () => lookup(host, { all: true })).catch(() => []);
  if (addresses.length === 0)
    return [
      ...findings,
      dns.wrong(`No address was found for ${host}. Add one to DNS, or correct COUNTERSIGN_URL.`),
    ];
  findings.push(dns.ok(`${host} is ${addresses.map(({ address }) => address).join(", ")}.`));
  const server = { host, port: Number(url.port || 443) };
  // The origin is the operator's own, and its address is often private here.
  const config = { origin, outboundPrivateHosts: [`${server.host}:${server.port}`] };
  const options = { config, lookup: async () => addresses, trusted };
  const reading = withinTime(limits, (signal) => readCertificate(server, { ...options, signal }));
  return [
    ...findings,
    await reading.then((certificate) => judge(certificate, host, clock()), notRead(origin)),
  ];
}

function judge({ expiresAt, isForHost, distrust }: ServerCertificate, host: string, now: Date): Finding {
  const day = expiresAt.toISOString().slice(0, 10);
  if (expiresAt <= now) return wrong(`The certificate expired on ${day}. Renew it.`);
  if (!isForHost) return wrong(`The certificate isn't for ${host}. Get one with this name.`);
  if (distrust !== undefined)
    return wrong(
      `This machine doesn't trust the certificate (${distrust}). Send the whole chain, or name your own authority in NODE_EXTRA_CA_CERTS.`,
    );
  return expiresAt <= addSeconds(now, renewalSeconds)
    ? warning(`The certificate expires on ${day}. Renew it.`)
    : ok(`The certificate is for ${host}, and valid until ${day}.`);
}

/** Before the first start nothing answers, and not every network lets a machine reach its own public address. */
function notRead(origin: string): (error: unknown) => Finding {
  return (error) =>
    warning(
      `${faultWords(faultFrom(error).reason, `the server at ${origin}`)} Its certificate wasn't checked.`,
    );
}
