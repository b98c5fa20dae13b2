import { type Clock, systemClock } from "#lib/kernel/clock";
import { type Config, readConfig } from "#lib/kernel/config";
import { checkMail, checkPush } from "./check-channels.ts";
import { checkDatabase } from "./check-database.ts";
import { checkOrigin } from "./check-origin.ts";
import { type Finding, findingsOf, sentenceOf } from "./finding.ts";

const settings = findingsOf("settings");

/**
 * Looks for what keeps a server with these settings from its work, and prints a line for each finding. It
 * changes nothing, and can run next to the server.
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
  const findings = await findAll(env, { clock, trusted });
  for (const { verdict, subject, words } of findings)
    print(`${verdict.padEnd(7)}  ${subject.padEnd(11)}  ${words}`);
  return findings.every(({ verdict }) => verdict !== "wrong");
}

async function findAll(
  env: Record<string, string | undefined>,
  { clock, trusted }: { clock: Clock; trusted: string[] | undefined },
): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    const [first = "", ...faults] = sentenceOf(error).split("\n  ");
    return (faults.length > 0 ? faults : [first]).map((words) => settings.wrong(words));
  }
  const [database, origin, push] = await Promise.all([
    checkDatabase(config, { clock }),
    checkOrigin(config, { clock, trusted }),
    checkPush(config),
  ]);
  // The settings of email are in the database.
  const mail =
    "mailServer" in database ? [await checkMail(config, { mailServer: database.mailServer, trusted })] : [];
  return [settings.ok("The settings can be read."), ...database.findings, ...origin, ...mail, ...push];
}
