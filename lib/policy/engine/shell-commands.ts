import type { Condition } from "#lib/policy/language/condition";
import { agentText, type Phrase } from "#lib/policy/language/phrase";
import { concerns, type Rule } from "#lib/policy/language/rule";
import type { PolicyAsk } from "./context.ts";
import type { InspectCommand } from "./inspect-commands.ts";
import type { Slice } from "./rule-index.ts";

/** The action type of a shell command, with `command` and `directory` as parameters. */
export const shellCommand = "shell.run";

/** Whether an allow rule may allow this ask: a shell command only if the rule lists exactly the command. */
export function mayAllow(rule: Rule, { action }: PolicyAsk): boolean {
  return action.type !== shellCommand || namesCommand(rule, action.params.command);
}

/** The parameters that a rule which lists the command may leave unread. */
const plainParams = new Set(["command", "directory", "timeout", "run_in_background"]);

/** Whether an allow rule lists shell commands, so that their reader is needed. */
export function listsCommands(rule: Rule): boolean {
  return rule.outcome === "allow" && concerns(rule, shellCommand) && rule.conditions.some(isListing);
}

/** The obstacles to auto-approval of a shell command: one that can't be inspected says not what runs. */
export function commandObstacles(
  params: PolicyAsk["action"]["params"],
  slices: Pick<Slice, "rules">[],
  inspect: InspectCommand,
): Phrase[] {
  const { command } = params;
  // Such as an option to leave the sandbox, or the arguments of another tool that a mapping calls a
  // shell: a rule that lists the command says nothing about them.
  if (!Object.keys(params).every((name) => plainParams.has(name)))
    return [["the command has options that rules don't read"]];
  const isNamed = ({ rule }: { rule: Rule }) => rule.outcome === "allow" && namesCommand(rule, command);
  if (typeof command === "string" && slices.some(({ rules }) => [...rules.values()].some(isNamed)))
    return inspect(command).map((reason) => [`the command can't be inspected: ${lowerFirst(reason)}`]);
  const words = typeof command === "string" ? ["the command ", agentText(command)] : ["the command"];
  return [[...words, " isn't listed exactly in a rule"]];
}

function namesCommand({ conditions }: Rule, command: unknown): boolean {
  return conditions.some(
    (condition) => isListing(condition) && typeof command === "string" && condition.values.includes(command),
  );
}

function isListing(condition: Condition): condition is Condition & { kind: "text" } {
  return condition.kind === "text" && condition.param === "command" && condition.is === "one_of";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
