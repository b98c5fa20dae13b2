import { type Clock, systemClock } from "#lib/kernel/clock";
import { type Config, readConfig } from "#lib/kernel/config";
import { checkMail, checkPush } from "./check-channels.ts";
import { checkDatabase } from "./check-database.ts";
import { checkOrigin } from "./check-origin.ts";
import { type Finding, findingsOf, lineOf, type Report, sentenceOf } from "./finding.ts";

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
