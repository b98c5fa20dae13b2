/**
 * Why a command can't be inspected. Part of signed digests: sentences never change, and new ones are added
 * at the end (lib/descriptors/formats/command.ts). No text of the agent enters them.
 */
export const reasonTexts = {
  too_long: "Is longer than 16 KiB",
  too_complex: "Is nested or branched too deeply to be read",
  hidden_characters: "Contains characters that are invisible or look like others",
  unreadable_syntax: "Contains shell syntax that can't be read with certainty",
  evaluated_text: "Runs text as shell code",
  inline_code: "Runs a program that is written in an argument",
  code_from_input: "Runs code that a pipe, a file or another input supplies",
  downloaded_code: "Runs code that is downloaded",
  written_file: "Runs a file that the same command writes",
  unknown_program: "Runs a program whose name is known only when it runs",
  unknown_arguments: "Passes arguments that are known only when it runs to a program that can run others",
  unknown_option: "Uses an unknown option of a program that can run others",
  runs_others: "Uses a program that runs others in a way that can't be read",
  changed_shell: "Changes how the shell finds or reads other commands",
  changed_environment: "Sets a variable that changes how programs run",
  calculated_text: "Calculates with a value that can contain a command",
  unlisted_program: "Runs an unknown program",
  unlisted_option: "Uses an option or a command of a program in a way that isn't known",
  unlisted_variable: "Sets a variable of the environment that isn't known to be harmless",
  written_configuration: "Writes a configuration file that its own programs can read",
  later_input: "Takes input that is supplied only while it runs",
  terminal: "Runs in a terminal, where more can be typed later",
} as const;

export type ReasonCode = keyof typeof reasonTexts;
export interface Reason {
  code: ReasonCode;
  text: string;
}
