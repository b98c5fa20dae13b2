import { type Call, readKnownOptions } from "./call.ts";

const spec = {
  flags: "-nErsuz --quiet --silent --regexp-extended --null-data -i --in-place --posix",
  values: "-e --expression",
};
const address = String.raw`(?:[0-9]+(?:~[0-9]+)?|\$|\/(?:[^\/\\\n]|\\[^\n])*\/I?)`;
const commands = [
  "[pdPDnNgGhHx=lqQ]",
  // A delimiter beyond these could be a command's letter.
  ...["/", "|", "#", "@", ",", "!", ":", "%", "+", "~"].map((one) => {
    const part = String.raw`(?:[^\\\n${one === "|" ? "|" : `\\${one}`}]|\\[^\n])*`;
    const mark = `\\${one}`;
    return `s${mark}${part}${mark}${part}${mark}[gpiI0-9]*`;
  }),
  String.raw`y\/(?:[^\/\\\n]|\\[^\n])*\/(?:[^\/\\\n]|\\[^\n])*\/`,
  String.raw`[aic]\\?[^\n;}]*$`,
];
const addresses = String.raw`${address}(?:,(?:${address}|\+[0-9]+))?`;
// Each blank belongs to one part of the pattern, for linear time.
const one = String.raw`[ \t]*(?:${addresses}[ \t]*)?(?:![ \t]*)?(?:${commands.join("|")})[ \t]*`;
/** Without `e`, `w`, `r` and the flags `e` and `w` of `s`, for commands and files. */
const readable = new RegExp(`^(?:${one}|[ \\t]*)(?:[;\n](?:${one}|[ \\t]*))*$`);

export function sed(call: Call) {
  const { context, program } = call;
  // `-i.bak` names the copies of the files.
  const words = call.words.map((word) =>
    /^(?:-i|-[nErsuz]*i|--in-place=)[.~_][\w.~]*$/.test(word.value ?? "")
      ? { ...word, value: "-i", start: "-i" }
      : word,
  );
  const { options, operands } = readKnownOptions(call, spec, words);
  const scripts = options.flatMap(({ name, value }) =>
    /^(?:-e|--expression)$/.test(name) && value ? [value] : [],
  );
  const files = scripts.length > 0 ? operands : operands.slice(1);
  // BSD's sed takes an empty first word as the suffix of `-i`, and the second as the script.
  const first = operands.slice(0, operands[0]?.value === "" ? 2 : 1);
  for (const script of scripts.length > 0 ? scripts : first)
    if (script.value === undefined || script.value.length > 2000 || !readable.test(script.value))
      context.cannot("inline_code");
  program.takesInput = files.length === 0 || files.some(({ value }) => value === "-");
  program.reads.push(...files);
  if (options.some(({ name }) => name === "-i" || name === "--in-place")) program.writes.push(...files);
}

/** `awk` programs that print, without pipes, files and `system`. */
export function awk(call: Call) {
  const { context, program } = call;
  const { operands } = readKnownOptions(call, { values: "-F -v", stopsEarly: true });
  const [script, ...files] = operands;
  const text = script?.value?.replaceAll("||", "");
  const isReadable =
    text !== undefined &&
    !/system|getline|close|[|@`\\]|include|load|ENVIRON|PROCINFO|ARGV/.test(text.replace(/\\[tn."/]/g, ""));
  // After a brace, `>` can write to a file.
  if (!isReadable || text.slice(text.indexOf("{") >>> 0).includes(">")) context.cannot("inline_code");
  program.takesInput =
    !/^\s*BEGIN\s*\{[^}]*\}\s*$/.test(script?.value ?? "") && !files.some(({ value }) => value !== "-");
  program.reads.push(...files);
}
