import { hookCheckCommand } from "../commands.ts";
import {
  claudeCodeManaged,
  claudeCodeSettings,
  codexRequirements,
  cursorSettings,
  settingsText,
} from "../hook-settings.ts";
import { callStep, installStep, tokenStep } from "./shared-steps.ts";
import type { Place, Step } from "./step.ts";

export function claudeCodeSteps(place: Place): Step[] {
  return hookSteps(place, "claude-code", "Claude Code", {
    words: `Save them as \`${claudeCodeManaged("linux")}\` (Linux) or \`${claudeCodeManaged("darwin")}\` (macOS). They allow managed hooks only, so that no other hook changes a call after its decision. On macOS, put that path in quotes into the check below.`,
    blocks: [{ label: "Claude Code settings", text: settingsText(claudeCodeSettings(place)) }],
  });
}

export function codexSteps(place: Place): Step[] {
  return hookSteps(place, "codex", "Codex", {
    words:
      "Save this as `/etc/codex/requirements.toml`, with the whole path of the command on that machine. Set `managed_dir` to the folder of that command too. Users and projects can't turn this hook off.",
    blocks: [{ label: "Codex requirements.toml", text: codexRequirements(place) }],
  });
}

export function cursorSteps(place: Place): Step[] {
  return hookSteps(place, "cursor", "Cursor", {
    words: "Save them as `~/.cursor/hooks.json`.",
    blocks: [{ label: "Cursor hooks.json", text: settingsText(cursorSettings(place)) }],
  });
}

/** The check proves the steps before it. It proves no running hook, which only a call does. */
function hookSteps(
  place: Place,
  client: Parameters<typeof hookCheckCommand>[1],
  name: string,
  settings: Pick<Step, "words" | "blocks">,
): Step[] {
  const proof = "check" as const;
  return [
    installStep(place, { endings: [".tgz"], proof }),
    tokenStep(place, { of: name, proof }),
    { title: "Save the settings", ...settings, proof },
    {
      title: "Check the settings",
      words: "The token works after this check.",
      blocks: [{ label: `Check ${name}'s hook`, text: hookCheckCommand(place.origin, client) }],
      proof,
    },
    callStep(
      `Ask ${name} to run the command \`true\`. Until its first call arrives, ${name} may run calls without a decision.`,
    ),
  ];
}
