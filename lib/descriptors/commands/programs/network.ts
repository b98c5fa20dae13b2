import type { Word } from "../reading.ts";
import { type Call, type Handler, readKnownOptions, runText } from "./call.ts";
import { type Option, type ProgramSpec, readOptions, type Spec, splitsBefore } from "./options.ts";
import { readSpecified } from "./specified.ts";

const curlSpec: ProgramSpec = {
  flags:
    "-sSfLkivIgGOJN#46jRaqnVl --silent --show-error --fail --location --insecure --include --verbose --head --get --remote-name --compressed --no-progress-meter --progress-bar --fail-with-body --http1.1 --http2 --no-buffer --create-dirs --remote-header-name --retry-all-errors --retry-connrefused --ipv4 --ipv6 --globoff --version --parallel --location-trusted --digest --basic --tlsv1.2 --tlsv1.3",
  values:
    "-o -X -H -d -A -e -b -c -u -T -F -m -w -r -x -D -E -C --output --request --header --data --data-raw --data-binary --data-urlencode --json --user-agent --referer --cookie --cookie-jar --user --upload-file --form --form-string --max-time --connect-timeout --write-out --range --proxy --dump-header --cert --key --cacert --retry --retry-delay --retry-max-time --max-redirs --url --continue-at --limit-rate --output-dir --max-filesize --resolve --connect-to --interface --unix-socket --data-ascii --oauth2-bearer --url-query --proto --socks5 --socks5-hostname",
  operands: "hosts",
  options: {
    writes: "-o --output -c --cookie-jar -D --dump-header --output-dir",
    reads: "-T --upload-file -E --cert --key --cacert --unix-socket",
    hosts: "-x --proxy --url --resolve --connect-to --socks5 --socks5-hostname",
  },
};
const sending = /^(?:-[dF]|--data(?:-binary|-urlencode|-ascii)?|--json|--form|--url-query)$/;

function curl(call: Call): void {
  readSpecified(call, curlSpec);
  const { options, operands } = readOptions(call.words, curlSpec);
  const { program, context } = call;
  for (const { name, value } of options) {
    // `-d @file`, `-F x=@file` and `-d name@file` send a file, `-H @file` reads headers.
    const isFile =
      value &&
      (name === "-H" || name === "--header" ? value.start.startsWith("@") : value.start.includes("@"));
    if (value && isFile && (sending.test(name) || name === "-H" || name === "--header"))
      program.reads.push(value);
    if (value && /^(?:-F|--form)$/.test(name) && value.start.includes("=<")) program.reads.push(value);
    // Cookies without an equals sign are the name of a file.
    if (value && /^(?:-b|--cookie)$/.test(name) && !value.start.includes("=")) program.reads.push(value);
    // `%output{file}` writes to a file.
    if (/^(?:-w|--write-out)$/.test(name) && !/^(?!@)(?:(?!%output)[\s\S])*$/.test(value?.value ?? "@"))
      context.cannot("unknown_option");
  }
  program.takesInput = program.reads.some(({ value = "" }) => /^(?:[\w-]+[=@])?[@<]?-$/.test(value));
  const has = (pattern: RegExp) => options.some(({ name }) => pattern.test(name));
  if (has(/^(?:-O|--remote-name)$/)) {
    const addresses = options.flatMap(({ name, value }) => (name === "--url" && value ? [value] : []));
    program.writes.push(...operands, ...addresses);
    // The host names the file.
    if (has(/^(?:-J|--remote-header-name)$/)) context.fetchesFiles();
  }
  for (const host of program.hosts) {
    // curl makes several addresses of braces and brackets.
    if (/[{[]/.test(host.value ?? "")) context.cannot("unknown_arguments");
    if (hasUnclearHost(host)) context.cannot("hidden_characters");
  }
}

/** Whether an address has look-alike letters: outside ASCII, or in Punycode. */
function hasUnclearHost({ text, value }: Word) {
  const [, host = ""] = /^[a-z+]*:?\/?\/?([^/?#]*)/i.exec(value ?? text) ?? [];
  return (
    /[^\x20-\x7e]/.test(host) ||
    /(?:^|[.@])xn--/i.test(host) ||
    (/:\/\//.test(value ?? text) && host.includes("@"))
  );
}

function ssh(call: Call): void {
  const spec = { flags: "-46aCfGgKkNnqTtVvXxYAs", values: "-p -i -l -b -c -m -o -e", stopsEarly: true };
  const { options, operands, hasUnknown, hasDynamic } = readOptions(call.words, spec);
  const [host, ...rest] = operands;
  if (hasUnknown || (host === undefined && options.length > 0)) call.context.cannot("unknown_option");
  // Words of the remote command can't become options of ssh.
  if (splitsBefore(call.words, operands)) call.context.cannot("unknown_arguments");
  if (hasDynamic && (!host || readOptions([host], spec).hasDynamic || rest.length === 0))
    call.context.cannot("unknown_arguments");
  readSecureOptions(call, options);
  if (!host) return;
  // ssh takes options after the host too.
  if (rest[0]?.start.startsWith("-")) call.context.cannot("unknown_option");
  call.program.hosts.push(host);
  if (rest.length === 0) {
    // A session reads commands from the input.
    if (!options.some(({ name }) => name === "-N" || name === "-V")) call.context.cannot("code_from_input");
    return;
  }
  // ssh joins the words with spaces, for the other host's shell.
  if (rest.every(({ isStatic }) => isStatic)) {
    const value = rest.map((word) => word.value).join(" ");
    runText(
      call,
      { text: value, isStatic: true, value, start: value, splits: false, nested: [] },
      { elsewhere: true },
    );
  } else call.context.cannot("evaluated_text");
}

function readSecureOptions({ context, program }: Call, options: Option[]) {
  const harmless =
    /^(?:StrictHostKeyChecking|ConnectTimeout|BatchMode|ServerAliveInterval|ServerAliveCountMax|LogLevel|Port|User|IdentitiesOnly|PasswordAuthentication|UserKnownHostsFile|Compression|RequestTTY|ConnectionAttempts)[= ][\w./~-]*$/i;
  for (const { name, value } of options) {
    if (name === "-o" && !harmless.test(value?.value ?? "")) context.cannot("unknown_option");
    if (name === "-i" && value) program.reads.push(value);
  }
}

/** Copies between hosts: a remote operand has a colon. */
function copyBetweenHosts(call: Call, spec: Spec) {
  const { options, operands } = readKnownOptions(call, spec);
  readSecureOptions(call, options);
  const { program } = call;
  // rsync's `-e` names the connecting program.
  const shells = options.filter(({ name }) => name === "-e" || name === "--rsh");
  if (!shells.every(({ value }) => /^ssh(?: -p [0-9]+| -i [\w./~-]+)*$/.test(value?.value ?? "")))
    call.context.cannot("runs_others");
  for (const [index, operand] of operands.entries()) {
    const isLast = index === operands.length - 1;
    const isRemote = /^[^/]*:/.test(operand.start) || operand.start.startsWith("rsync://");
    if (isRemote || (!operand.isStatic && !operand.text.startsWith("~"))) program.hosts.push(operand);
    if (!isRemote) program[isLast ? "writes" : "reads"].push(operand);
  }
  const last = operands.at(-1);
  if (last && program.writes.includes(last)) call.context.fetchesFiles();
  if (options.some(({ name }) => name.startsWith("--delete"))) program.deletes.push(...operands.slice(-1));
  if (options.some(({ name }) => name === "--remove-source-files"))
    program.deletes.push(...operands.slice(0, -1));
}

const rsyncSpec: Spec = {
  flags:
    "-avzrnhPqtuxlpgoDHAXWcCkLRmiSbJ48 --archive --verbose --recursive --dry-run --delete --delete-after --delete-excluded --progress --stats --human-readable --compress --update --checksum --partial --inplace --times --perms --links --remove-source-files --force --ignore-existing --existing --relative --no-perms --no-owner --no-group --itemize-changes --mkpath",
  values:
    "-e --rsh --exclude --include --filter --exclude-from --include-from --bwlimit --timeout --max-size --min-size --info --chmod --chown --port --backup-dir --compare-dest --link-dest --files-from --out-format",
};

const wgetSpec: ProgramSpec = {
  flags:
    "-qvcNrlpknSbdxHLEmK46 --quiet --verbose --continue --timestamping --recursive --no-parent --mirror --no-check-certificate --content-disposition --no-verbose --spider --server-response --show-progress --convert-links --page-requisites -nv -nc -np --no-clobber",
  values:
    "-O -o -P -t -T -U -i -A -R -l -D -w --output-document --output-file --directory-prefix --tries --timeout --user-agent --header --post-data --post-file --method --body-data --body-file --input-file --user --password --limit-rate --level --accept --reject --wait --load-cookies --save-cookies",
  operands: "hosts",
  options: {
    writes: "-O --output-document -o --output-file -P --directory-prefix --save-cookies",
    reads: "--post-file --body-file -i --input-file --load-cookies",
  },
};

function wget(call: Call): void {
  readSpecified(call, wgetSpec);
  // Without a name, wget names the file after the address.
  const { options } = readOptions(call.words, wgetSpec);
  if (!options.some(({ name }) => ["-O", "--output-document", "--spider"].includes(name)))
    call.program.writes.push(...call.program.hosts);
  const manyNames = /^(?:-[irmp]|--(?:input-file|recursive|mirror|page-requisites|content-disposition))$/;
  if (options.some(({ name }) => manyNames.test(name))) call.context.fetchesFiles();
  if (call.program.hosts.some(hasUnclearHost)) call.context.cannot("hidden_characters");
}

export const networkPrograms: Record<string, Handler> = {
  curl,
  wget,
  ssh,
  scp: (call) => copyBetweenHosts(call, { flags: "-346BCpqrTvO", values: "-c -i -l -o -P" }),
  rsync: (call) => copyBetweenHosts(call, rsyncSpec),
};
