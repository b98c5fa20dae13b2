import { faultOf } from "../agent/call.ts";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readOptions, readServerUrl, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { parseFile } from "../strict-json.ts";
import { visible } from "../visible.ts";
import { type Client, requireClient } from "./clients.ts";
import { readCodexHooks } from "./codex-hooks.ts";
import { requireRunHooks } from "./managed-settings.ts";
import { post } from "./post-event.ts";

/** Has the server check the hooks in a client's settings. The check activates no token. */
export async function checkHook(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, texts("client", "url"));
  const client = requireClient(values.client);
  const url = `${readServerUrl(values, io)}/hooks/${client.name}/check`;
  const { settings, warning } =
    client.name === "codex"
      ? await codexSettings(positionals, io)
      : await fileSettings(positionals, client, io);
  const response = await post(url, JSON.stringify(settings), io, 30);
  const body = await response.json().catch(() => undefined);
  if (response.status !== 200) throw faultOf({ status: response.status, body });
  io.err(`The settings are right. ${warning}\n`);
  const agent = visible(String(body?.agent?.id));
  io.err(
    body?.is_active === true
      ? `Countersign has seen calls of ${agent} with this token.\n`
      : `Countersign hasn't seen a call of ${agent} yet. Ask the client to run the command \`true\`. The token is active after that.\n`,
  );
  return "ok";
}

async function codexSettings(positionals: string[], io: Io) {
  if (positionals.length > 0) throw new Fault("usage", "name no file. Codex is asked which hooks it runs");
  const { hooks, isManaged } = await readCodexHooks(io);
  const warning = isManaged
    ? "No user or project can turn the hook off."
    : "Codex runs this hook now. A changed text or a project turns it off. Use requirements.toml.";
  return { settings: { hooks }, warning };
}

async function fileSettings([file, ...rest]: string[], { name }: Client, io: Io) {
  if (file === undefined || rest.length > 0) throw new Fault("usage", "name one settings file");
  const settings = parseFile(await readText(file, io), visible(file));
  if (typeof settings !== "object" || settings === null)
    throw new Fault("usage", `${visible(file)} contains no settings: name the client's settings file`);
  if (name === "claude-code") await requireRunHooks(file, io);
  const { hooks, disableAllHooks } = settings;
  return {
    settings: { hooks, disableAllHooks },
    warning: "This doesn't show that the client runs with them.",
  };
}
