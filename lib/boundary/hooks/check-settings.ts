import type { HookClient } from "./action-of-hook.ts";
import { checkClaudeCode } from "./check-claude-code.ts";
import { checkCommandHooks } from "./check-command-hooks.ts";
import type { HookServer, SettingFault } from "./setting-fault.ts";

/** The errors with which a call could run undecided, if the client uses these settings. */
export function checkSettings(client: HookClient, settings: unknown, server: HookServer): SettingFault[] {
  if (client === "claude-code") return checkClaudeCode(settings, server);
  return checkCommandHooks(client, settings, server);
}
