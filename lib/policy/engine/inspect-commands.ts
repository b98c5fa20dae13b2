import { sharedReader } from "#lib/descriptors/commands/shared-reader";

/** The reasons why a shell command can't be inspected; none if it can be. */
export type InspectCommand = (command: string) => readonly string[];

/** Without the reader of shell commands, no command can be inspected. */
export const withoutReader: InspectCommand = () => ["The reader of shell commands isn't available"];

/** Opens the reader of commands for a policy. Each listed command is read once, whatever agents send. */
export async function openInspection(): Promise<InspectCommand> {
  const reader = await sharedReader().catch(() => undefined);
  if (!reader) return withoutReader;
  const known = new Map<string, readonly string[]>();
  return (command) => {
    const reasons = known.get(command) ?? reader.read(command).reasons.map(({ text }) => text);
    known.set(command, reasons);
    return reasons;
  };
}
