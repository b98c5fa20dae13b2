import { parseArgs } from "node:util";
import type { Untyped } from "#client/json/untyped";
import { isThisMachine } from "#client/this-machine";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";

interface OptionKind {
  type: "string" | "boolean";
  multiple?: boolean;
  short?: string;
}

/** Options that take a text. */
export const texts = (...names: string[]) => kindsOf(names, { type: "string" });
/** Options that take a text, and are repeatable. */
export const lists = (...names: string[]) => kindsOf(names, { type: "string", multiple: true });
/** Options without a value. */
export const flags = (...names: string[]) => kindsOf(names, { type: "boolean" });

function kindsOf(names: string[], kind: OptionKind): Record<string, OptionKind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/** Options that select the credentials. */
export const credentialOptions = texts("profile", "file");
/** How long to retry without an answer. */
export const patienceOption = texts("patience");

export function readOptions(
  args: string[],
  kinds: Record<string, OptionKind>,
): { values: Record<string, Untyped>; positionals: string[] } {
  try {
    return parseArgs({
      args,
      options: { ...kinds, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new Fault("usage", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** A whole number within bounds. */
export function readWholeNumber(
  text: string | undefined,
  { name, least, most }: { name: string; least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Fault("usage", `${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

/** How long to retry, in seconds: two minutes by default. */
export function readPatience(text: string | undefined, byDefault = 120): number {
  return readWholeNumber(text, { name: "--patience", least: 0, most: 86_400 }) ?? byDefault;
}

/** The origin of a server. Plain http only on this machine: others could read the grant on its way. */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new Fault("usage", "--url must be your Countersign URL, for example https://countersign.example");
  }
  if (url.protocol === "http:" && !isThisMachine(url.hostname))
    throw new Fault("usage", "--url must use https (except localhost)");
  return url.origin;
}

/** The origin of the server, by `--url` or the environment. */
export function readServerUrl(values: Record<string, Untyped>, { env }: Io): string {
  const given = values.url ?? env.COUNTERSIGN_URL;
  if (!given) throw new Fault("usage", "missing server URL. Use --url or set COUNTERSIGN_URL");
  return readOrigin(given);
}
