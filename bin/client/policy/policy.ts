import { writeFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { flags, patienceOption, readOptions, readWholeNumber, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { parseJson } from "../strict-json.ts";
import { plainJson, visible } from "../visible.ts";
import { openPolicy, waitUntilPublished } from "./policy-call.ts";
import { differenceInWords } from "./policy-difference.ts";

const kinds = {
  ...patienceOption,
  ...texts("url", "token-file", "timeout"),
  ...flags("json", "wait"),
};

const commands: Readonly<
  Record<string, (file: string | undefined, values: Record<string, Untyped>, io: Io) => Promise<ExitName>>
> = { pull, diff, push };

/** `countersign policy pull|diff|push`: action catalog and policy as a file, for version control. */
export async function policy(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const [name, file, ...more] = positionals;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Fault("usage", "use policy pull, diff or push");
  if (more.length > 0) throw new Fault("usage", "policy takes one file");
  return command(file, values, io);
}

async function pull(file: string | undefined, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const server = openPolicy(values, io);
  const { text, body } = await server.call("GET", "");
  if (body?.countersign_policy !== 1 || typeof text !== "string")
    throw new Fault("failed", "the server returned a policy file format this version doesn't support");
  if (file === undefined || file === "-") io.out(text);
  else writeFileSync(file, text);
  io.err(
    `Version ${visible(body.version)} (live)${file && file !== "-" ? ` saved to ${visible(file)}` : ""}.\n`,
  );
  return "ok";
}

async function diff(file: string | undefined, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const { text } = await readFile("diff", file, io);
  const { body } = await openPolicy(values, io).call("POST", "/comparisons", { text });
  if (body.taken_from !== body.version)
    io.err(
      `This file is based on version ${visible(body.taken_from)}, but version ${visible(body.version)} is live.\n`,
    );
  if (values.json) io.out(`${plainJson(body)}\n`);
  else io.out(differenceInWords(body.difference));
  return body.difference?.count === 0 ? "ok" : "differs";
}

async function push(file: string | undefined, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const timeoutSeconds =
    readWholeNumber(values.timeout, { name: "--timeout", least: 1, most: 43_200 }) ?? 900;
  const { text, version } = await readFile("push", file, io);
  const server = openPolicy(values, io);
  const { body } = await server.call("PUT", "/draft", { text, version });
  const { draft, difference, publish_url } = body;
  if (values.json) io.out(`${plainJson(body)}\n`);
  else io.out(differenceInWords(difference));
  if (draft?.replaced_changes > 0)
    io.err(
      `Replaced ${visible(draft.replaced_changes)} unpublished ${draft.replaced_changes === 1 ? "change" : "changes"} in the draft.\n`,
    );
  if (difference?.count === 0) return "ok";
  io.err(
    `Pushed to the draft, not live yet. An admin can publish it with a passkey:\n  ${visible(publish_url)}\n`,
  );
  return values.wait ? waitUntilPublished(server, draft, { timeoutSeconds, io }) : "ok";
}

/** A file and its base version. The server validates the content. */
async function readFile(
  command: string,
  file: string | undefined,
  io: Io,
): Promise<{ text: string; version: number }> {
  if (file === undefined) throw new Fault("usage", `policy ${command} needs a file, or - for standard input`);
  const text = await readText(file, io);
  const version = parseJson(text)?.version;
  return { text, version: Number.isInteger(version) && version > 0 ? version : 0 };
}
