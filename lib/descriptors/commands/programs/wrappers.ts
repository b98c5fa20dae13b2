import type { ReadWord } from "../reading.ts";
import { isPowerfulVariable, setsEnvironment } from "../syntax/variables.ts";
import { type Call, type Handler, handlersOf, runText, runWords } from "./call.ts";
import { type Option, readOptions, type Spec, splitsBefore } from "./options.ts";

/** A program that runs its operands. */
type Wrapper = Spec & {
  skip?: number;
  asOtherUser?: boolean;
  assigns?: boolean;
  alone?: boolean;
};

const wrappers: Record<string, Wrapper> = {
  sudo: {
    flags: "-AbEHnkKPSvlV",
    values: "-u -g -p -C -T -h -U --user --group",
    asOtherUser: true,
    assigns: true,
    alone: true,
  },
  doas: { flags: "-nL", values: "-u", asOtherUser: true },
  pkexec: { values: "--user", asOtherUser: true },
  env: {
    flags: "-i0v --ignore-environment --null --debug",
    values: "-u --unset -C --chdir",
    assigns: true,
    alone: true,
  },
  timeout: {
    flags: "-fpv --foreground --preserve-status --verbose",
    values: "-k -s --kill-after --signal",
    skip: 1,
  },
  nohup: {},
  nice: { values: "-n --adjustment", hasNumbers: true, alone: true },
  ionice: { flags: "-t", values: "-c -n" },
  setsid: { flags: "-cfw --fork --wait --ctty" },
  stdbuf: { values: "-i -o -e --input --output --error" },
  time: { flags: "-pv", values: "-f -o --format --output" },
  command: { flags: "-p" },
  builtin: {},
  exec: { flags: "-cl", values: "-a" },
  caffeinate: { flags: "-dimsu", values: "-t -w", alone: true },
  unbuffer: { flags: "-p" },
  chronic: {},
  taskset: { flags: "-a", values: "", skip: 1 },
  chrt: { flags: "-bfior", skip: 1 },
  faketime: { skip: 1 },
  "systemd-inhibit": { values: "--what --who --why --mode" },
};

function readWrapper(call: Call, wrapper: Wrapper) {
  const { context, program, words } = call;
  const { options, operands, hasUnknown } = readOptions(words, { ...wrapper, stopsEarly: true });
  if (hasUnknown) context.cannot("unknown_option");
  if (
    (words as ReadWord[])
      .slice(0, words.length - operands.length + (wrapper.skip ?? 0))
      .some((word) => !word.isStatic)
  )
    context.cannot("unknown_arguments");
  const unset = call.base === "env" ? options.filter(({ name }) => name === "-u" || name === "--unset") : [];
  if (unset.some(({ value }) => isPowerfulVariable(value?.value ?? "")))
    context.cannot("changed_environment");
  for (const { name, value } of options)
    if (value && /^(?:-o|--output)$/.test(name) && call.base === "time") program.writes.push(value);
  const rest = operands.slice(wrapper.skip ?? 0);
  while (wrapper.assigns && /^[^=]*=/.test(rest[0]?.start ?? "")) {
    const assignment = rest.shift() as ReadWord;
    program.sets.push(assignment.text);
    setsEnvironment(context, assignment.start.split("=", 1)[0] ?? "", assignment.value ?? assignment.text);
  }
  if (rest.length > 0) runWords(call, rest, { asOtherUser: wrapper.asOtherUser });
  else if (!wrapper.alone) context.cannot("runs_others");
}

/** `command -v name` only looks a program up. */
function command(call: Call): void {
  if (/^-[vV]$/.test(call.words[0]?.value ?? "")) return;
  readWrapper(call, wrappers.command ?? {});
}

function xargs(call: Call): void {
  const spec = {
    flags: "-0rtxp --null --no-run-if-empty --verbose",
    values: "-n -P -L -I -d -E -s -a --max-args --max-procs --max-lines --delimiter --arg-file",
    stopsEarly: true,
  };
  const { options, operands, hasUnknown } = readOptions(call.words, spec);
  if (hasUnknown || isRepeated(options, "-I")) call.context.cannot("unknown_option");
  if (splitsBefore(call.words, operands)) call.context.cannot("unknown_arguments");
  for (const { name, value } of options)
    if (value && (name === "-a" || name === "--arg-file")) call.program.reads.push(value);
  const placeholder = options.find(({ name }) => name === "-I")?.value;
  if (placeholder && !placeholder.isStatic) call.context.cannot("unknown_arguments");
  const replaced = placeholder?.value;
  call.program.takesInput = !options.some(({ name }) => name === "-a" || name === "--arg-file");
  if (operands.length === 0) return;
  // Words with the placeholder, or one more word at the end, come from the input.
  const words = operands.map((word) =>
    replaced !== undefined && word.start.includes(replaced)
      ? {
          ...word,
          isStatic: false,
          value: undefined,
          start: word.start.slice(0, word.start.indexOf(replaced)),
        }
      : word,
  );
  if (replaced === undefined) words.push({ text: "", isStatic: false, start: "", splits: true, nested: [] });
  runWords(call, words);
}

function watch(call: Call): void {
  const spec = { flags: "-bcdegtx", values: "-n --interval", stopsEarly: true };
  const { operands, hasUnknown } = readOptions(call.words, spec);
  if (hasUnknown) call.context.cannot("unknown_option");
  if (splitsBefore(call.words, operands)) call.context.cannot("unknown_arguments");
  joinAndRun(call, operands);
}

/** Runs words that the program joins for a shell. */
function joinAndRun(call: Call, words: ReadWord[], how = {}) {
  if (words.some(({ isStatic }) => !isStatic)) call.context.cannot("evaluated_text");
  const value = words.map((word) => word.value ?? word.text).join(" ");
  runText(call, { text: value, isStatic: true, value, start: value, splits: false, nested: [] }, how);
}

/** Whether an option is repeated, although only the last counts. */
function isRepeated(options: Option[], option: string) {
  return options.filter(({ name }) => name === option).length > 1;
}

/** `su user -c 'command'`. */
function su(call: Call): void {
  const { options, hasUnknown, hasDynamic } = readOptions(call.words, { flags: "-lmp -", values: "-c -s" });
  const command = options.find(({ name }) => name === "-c")?.value;
  if (hasUnknown || hasDynamic || isRepeated(options, "-c")) call.context.cannot("unknown_option");
  if (options.some(({ name }) => name === "-s")) call.context.cannot("runs_others");
  if (command) runText(call, command, { asOtherUser: true });
  else call.context.cannot("code_from_input");
}

/** @param words after `exec` */
function runInContainer(call: Call, words: ReadWord[], flags: string) {
  const { operands, hasUnknown } = readOptions(words, {
    flags,
    values: "-u -w --user --workdir",
    stopsEarly: true,
  });
  if (hasUnknown || !operands[0]?.isStatic) call.context.cannot("unknown_option");
  if (splitsBefore(words, operands)) call.context.cannot("unknown_arguments");
  runWords(call, operands.slice(1), { elsewhere: true });
}

/** Reads a command in a container or a pod. Returns whether the words are one. */
export function readExec(call: Call): boolean {
  const { base, words, context } = call;
  const verbs = words.slice(0, 2).map(({ value }) => value);
  if (/^(?:docker|podman)$/.test(base) && verbs[0] === "exec") runInContainer(call, words.slice(1), "-itd");
  else if (/^(?:docker|podman)$/.test(base) && verbs.join(" ") === "compose exec")
    runInContainer(call, words.slice(2), "-T");
  else if (base === "kubectl" && verbs[0] === "exec") {
    const end = words.findIndex(({ value }) => value === "--");
    const spec = { flags: "-it --stdin --tty", values: "-n -c --namespace --container" };
    const { operands, hasUnknown } = readOptions(words.slice(1, Math.max(1, end)), spec);
    if (hasUnknown || operands.length !== 1) context.cannot("unlisted_option");
    if (words.slice(1, Math.max(1, end)).some(({ splits }) => splits)) context.cannot("unknown_arguments");
    runWords(call, words.slice(end + 1), { elsewhere: true });
  } else return false;
  return true;
}

export const wrapperPrograms: Record<string, Handler> = {
  ...handlersOf(wrappers, readWrapper),
  ...{ command, xargs, watch, su },
};
