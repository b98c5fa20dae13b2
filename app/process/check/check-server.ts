import { type Clock, systemClock } from "#lib/kernel/clock";
import { type Config, readConfig } from "#lib/kernel/config";
import type { MailServer } from "#lib/notifications/mail/mail-settings";
import { tryMailServer } from "#lib/notifications/mail/send-mail";
import { servicesToReach } from "#lib/notifications/web-push/push-services";
import { openOutboundClient } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import { openLookup } from "#lib/outbound/look-up";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { checkDatabase } from "./check-database.ts";
import { checkOrigin } from "./check-origin.ts";
import {
  type Finding,
  findingsOf,
  lineOf,
  patienceMilliseconds,
  type Report,
  sentenceOf,
} from "./finding.ts";

const mail = findingsOf("mail");
const push = findingsOf("push");
const settings = findingsOf("settings");

/**
 * Looks for what keeps a server with these settings from its work, and prints a line for each finding as it
 * comes. It changes nothing, and can run next to the server.
 * @param options.trusted certificates of authorities, in tests
 * @returns whether nothing is wrong
 */
export async function checkServer(
  env: Record<string, string | undefined>,
  {
    print,
    clock = systemClock,
    trusted,
  }: { print: (line: string) => void; clock?: Clock; trusted?: string[] },
): Promise<boolean> {
  let isFine = true;
  const report = (finding: Finding) => {
    isFine &&= finding.verdict !== "wrong";
    print(lineOf(finding));
  };
  /** A check's own failure is a finding, too. */
  const orReport = <T>(subject: string, check: Promise<T>): Promise<T | undefined> =>
    check.catch((error: unknown) => void report(findingsOf(subject).wrong(sentenceOf(error))));

  const config = checkSettings(env, report);
  if (!config) return false;
  // The settings of email are in the database.
  const checkStored = async () => {
    const stored = await orReport("database", checkDatabase(config, { clock, report }));
    if (stored) await orReport("mail", checkMail(config, { ...stored, trusted, report }));
  };
  await Promise.all([
    checkStored(),
    orReport("origin", checkOrigin(config, { clock, trusted, report })),
    orReport("push", checkPush(config, report)),
  ]);
  return isFine;
}

/** Calls a host of each push service. Any answer will do: the calls carry no message. */
async function checkPush(config: Config, report: Report): Promise<void> {
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

/** Connects to the mail server of the workspace and signs in. No mail is sent. */
async function checkMail(
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

function checkSettings(env: Record<string, string | undefined>, report: Report): Config | undefined {
  try {
    const config = readConfig(env);
    report(settings.ok("The settings can be read."));
    return config;
  } catch (error) {
    const [first = "", ...faults] = sentenceOf(error).split("\n  ");
    for (const words of faults.length > 0 ? faults : [first]) report(settings.wrong(words));
    return undefined;
  }
}
