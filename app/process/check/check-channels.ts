import type { Config } from "#lib/kernel/config";
import type { MailServer } from "#lib/notifications/mail/mail-settings";
import { tryMailServer } from "#lib/notifications/mail/send-mail";
import { servicesToReach } from "#lib/notifications/web-push/push-services";
import { openOutboundClient } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import { openLookup } from "#lib/outbound/look-up";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { type Finding, findingsOf, patienceMilliseconds, type Report } from "./finding.ts";

const mail = findingsOf("mail");
const push = findingsOf("push");

/** Connects to the mail server of the workspace and signs in. No mail is sent. */
export async function checkMail(
  config: Config,
  {
    mailServer,
    trusted,
    report,
  }: { mailServer: MailServer | undefined; trusted: string[] | undefined; report: Report },
): Promise<void> {
  if (!mailServer)
    return report(mail.ok("The workspace has no mail server. An admin sets one in Channels, Email."));
  const lookup = openLookup(config);
  const options = { server: mailServer, config, lookup, trusted, timeoutMs: patienceMilliseconds };
  const result = await tryMailServer(options);
  const { host, port } = mailServer;
  report(
    result.outcome === "delivered"
      ? mail.ok(`${host}:${port} accepts the settings of the workspace.`)
      : mail.wrong(`${result.reason} It is ${host}:${port}. An admin changes it in Channels, Email.`),
  );
}

/** Calls a host of each push service. Any answer will do: the calls carry no message. */
export async function checkPush(config: Config, report: Report): Promise<void> {
  const outbound = openOutboundClient(config);
  async function reach(host: string, finding: (words: string) => Finding): Promise<void> {
    const url = `https://${host}/`;
    try {
      await outbound.send({ method: "GET", url, timeoutMs: patienceMilliseconds });
      report(push.ok(`${host} can be reached.`));
    } catch (error) {
      report(finding(faultWords(faultFrom(error).reason, `the push service ${host}`)));
    }
  }
  const known = Object.entries(servicesToReach).map(([browser, host]) =>
    reach(host, (words) => push.warning(`${words} Without it, there is no push to ${browser}.`)),
  );
  const listed = config.pushServiceHosts.map((host) =>
    reach(host, (words) => push.wrong(`${words} Correct PUSH_SERVICE_HOSTS, or let this machine call it.`)),
  );
  await Promise.all([...known, ...listed]);
  await outbound.close();
}
