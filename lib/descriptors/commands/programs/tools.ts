import { type Call, type Handler, readKnownOptions } from "./call.ts";
import { same } from "./same.ts";

function tar(call: Call): void {
  const [first, ...rest] = call.words;
  // The first word may be a cluster without a dash.
  const cluster = first?.value ?? "-";
  if (/^-|^$/.test(cluster) === false && !/^[cxtzjJvpkru]*f?[cxtzjJvpkru]*$/.test(cluster))
    call.context.cannot("unknown_option");
  // The name of the archive is the next word, wherever the `f` stands.
  const dashed = `-${cluster.replace("f", "")}${cluster.includes("f") ? "f" : ""}`;
  const words =
    first?.isStatic && !/^-|^$/.test(cluster)
      ? [{ ...first, value: dashed, start: dashed }, ...rest]
      : call.words;
  const spec = {
    flags:
      "-cxtzjJvpkrumahS --create --extract --list --gzip --bzip2 --xz --zstd --verbose --preserve-permissions --wildcards --no-same-owner --keep-old-files --overwrite --totals --auto-compress",
    values:
      "-f -C --file --directory --exclude --strip-components --exclude-from -X -T --files-from --transform-nothing",
  };
  const { options, operands } = readKnownOptions(call, spec, words);
  const has = (short: string, long: string) => options.filter(({ name }) => name === short || name === long);
  const archives = has("-f", "--file").flatMap(({ value }) => (value ? [value] : []));
  if (archives.some(({ start }) => /^[^/]*:/.test(start))) call.context.cannot("runs_others");
  const creates = has("-c", "--create").length > 0 || has("-r", "").length > 0 || has("-u", "").length > 0;
  call.program[creates ? "writes" : "reads"].push(...archives);
  call.program.takesInput = !creates && archives.every(({ value }) => value === "-");
  if (creates) call.program.reads.push(...operands);
  else if (has("-x", "--extract").length > 0) {
    call.program.writes.push(
      ...has("-C", "--directory").flatMap(({ value }) => (value ? [value] : [])),
      ...operands,
    );
    call.context.fetchesFiles();
  }
}

function compiler(call: Call): void {
  const harmless =
    /^(?:-[cgEvsS]|-O[0-3sg]?|-[IlLDoU][\w=./+-]*|-W[\w=-]*|-std=[\w+]+|-f(?:PIC|pic|sanitize=[\w,]+)|-m(?:64|32)|-pthread|[^-@].*)$/;
  if (
    call.words.some(
      ({ value, splits }) => splits || (value !== undefined && !harmless.test(value)) || value === undefined,
    )
  )
    call.context.cannot("unknown_option");
  const at = call.words.findIndex(({ value }) => value === "-o");
  const output = at < 0 ? undefined : call.words[at + 1];
  if (output) call.program.writes.push(output);
  call.program.reads.push(...call.words.filter((word) => !word.start.startsWith("-") && word !== output));
}

export const toolPrograms: Record<string, Handler> = {
  ...same("tar bsdtar", tar),
  ...same("gcc g++ cc c++ clang clang++", compiler),
};
