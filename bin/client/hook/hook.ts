import type { Untyped } from "#client/json/untyped";
import { hookCommandSeconds } from "#lib/boundary/hooks/hook-command-seconds";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readOptions, readServerUrl, readWholeNumber, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { visible } from "../visible.ts";
import { checkHook } from "./check-hook.ts";
import { type Client, requireClient } from "./clients.ts";
import { postEvent } from "./post-event.ts";

const kinds = texts("client", "url", "timeout");

/** Runs as a command hook. Exit code 2 blocks the call, and so does everything but a clear yes. */
export async function hook(args: string[], io: Io): Promise<ExitName> {
  if (args[0] === "check") return checkHook(args.slice(1), io);
  const { values } = readOptions(args, kinds);
  const client = requireClient(values.client);
  try {
    return await answer(client, values, io);
  } catch (error) {
    const reason = error instanceof Fault ? error.message : "the answer couldn't be read";
    return client.deny(`The call didn't run: ${visible(reason)}`, io);
  }
}

async function answer(client: Client, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const text = await readText("-", io);
  const { body, isReport } = client.read(text);
  const url = `${readServerUrl(values, io)}/hooks/${client.name}`;
  const output = await postEvent(url, body, io, secondsOf(values));
  if (isReport) return reported(output, io);
  const { permissionDecision, permissionDecisionReason } = output.hookSpecificOutput ?? {};
  const reason = typeof permissionDecisionReason === "string" ? permissionDecisionReason : "";
  if (permissionDecision === "allow") return client.allow(reason, io);
  return client.deny(reason || "Countersign didn't allow the call.", io);
}

function secondsOf({ timeout }: Record<string, Untyped>) {
  const options = { name: "--timeout", least: 1, most: 3600 };
  return readWholeNumber(timeout, options) ?? hookCommandSeconds;
}

/** The model reads a report's findings. */
function reported(output: Untyped, io: Io): ExitName {
  io.out(`${JSON.stringify(output)}\n`);
  return "ok";
}
