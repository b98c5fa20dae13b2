import type { HookClient } from "./action-of-hook.ts";
import { checkClaudeCode } from "./check-claude-code.ts";
import { checkCommandHooks } from "./check-command-hooks.ts";
import type { HookServer, SettingFault } from "./setting-fault.ts";

/**
 * The errors in a client's settings for which a call could run without a decision; none if the hook
 * stops every call that it can't decide. The settings are the client's claim: nothing proves that
 * the client runs with them.
 */
export function checkSettings(client: HookClient, settings: unknown, server: HookServer): SettingFault[] {
  if (client === "claude-code") return checkClaudeCode(settings, server);
  return checkCommandHooks(client, settings, server);
}
