import type { OutboundReason } from "./outbound-fault.ts";

/** Why a call got no answer, for admins. @param server as within a sentence: "the push service", "Slack" */
export function faultWords(reason: OutboundReason, server: string): string {
  const sentence = words[reason](server);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const words: Record<OutboundReason, (server: string) => string> = {
  insecure_url: (server) => `${server}'s URL isn't https.`,
  refused_address: (server) =>
    `${server}'s address isn't public. The operator can list its host and port in OUTBOUND_PRIVATE_HOSTS.`,
  unresolvable: (server) => `${server}'s host couldn't be found.`,
  refused_connection: (server) => `${server} refused the connection.`,
  timeout: (server) => `${server} didn't answer in time.`,
  too_large: (server) => `${server}'s answer is too long.`,
  tls: (server) => `There's no secure connection to ${server}. Check its certificate.`,
  aborted: () => "Countersign stopped before an answer.",
  failed: (server) => `The connection to ${server} failed.`,
};
