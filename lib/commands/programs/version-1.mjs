// @ts-check
import { builtinPrograms } from "./builtins.mjs";
import { same } from "./same.mjs";
import { shellPrograms } from "./shells.mjs";
import { wrapperPrograms } from "./wrappers.mjs";

// What version 1 of the reader knew of programs that run no other. Nothing here changes: receipts of
// approvals that were read with it are rendered again.

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {import("../reading.mjs").ReadWord} ReadWord */
/** @typedef {import("./call.mjs").Handler} Handler */
/** @typedef {import("./specified.mjs").ProgramSpec} ProgramSpec */

/** @type {ProgramSpec} */
const reading = { isLax: true, operands: "reads" };
/** @type {ProgramSpec} */
const counted = { ...reading, values: "-n -c --lines --bytes" };
/** @type {ProgramSpec} */
const searching = {
  ...reading,
  skip: 1,
  skippedBy: "-e -f --regexp --file",
  values: "-e -f -m -A -B -C -d -D --regexp --file --max-count --include --exclude --exclude-dir",
  options: { reads: "-f --file" },
};
/** @type {ProgramSpec} */
const writing = { isLax: true, operands: "writes" };
/** @type {ProgramSpec} */
const deleting = { isLax: true, operands: "deletes" };
/** @type {ProgramSpec} */
const changingMode = { ...writing, skip: 1, skippedBy: "--reference", values: "--reference" };
/** @type {ProgramSpec} */
const copying = { isLax: true, operands: "copies", values: "-t --target-directory -S --suffix -m -o -g" };
/** @type {ProgramSpec} */
const compressing = { isLax: true, operands: "writes", values: "-S --suffix -T --threads" };

/**
 * Programs that read and write files and run no other program.
 * @type {Record<string, ProgramSpec>}
 */
export const filePrograms = {
  ...same(
    "cat tac nl wc file stat md5sum sha1sum sha256sum sha512sum shasum cksum b2sum sum od hexdump",
    reading,
  ),
  ...same("strings fold fmt expand unexpand rev cmp comm diff paste join column ls dir", reading),
  ...same("readelf zcat zgrep bzcat xzcat exa eza du", reading),
  ...same("nm size", { flags: "-aABCDdgnoprStuvx", operands: "reads" }),
  diff3: { flags: "-aAeEimTxX3", operands: "reads" },
  ...same("head tail", counted),
  ...same("grep egrep fgrep zgrep", searching),
  cut: { ...reading, values: "-d -f -c -b --delimiter --fields --characters --bytes --output-delimiter" },
  uniq: { isLax: true, operands: "filters", values: "-f -s -w" },
  jq: {
    ...reading,
    skip: 1,
    skippedBy: "-f --from-file",
    values: "-f --from-file --indent -L",
    options: { reads: "-f --from-file" },
  },
  yq: { isLax: true, operands: "writes", skip: 1, values: "-o -p --output-format" },
  ...same("touch truncate fallocate", {
    ...writing,
    values: "-d -t -r --date --time --reference -s --size -l --length -o --offset",
  }),
  ...same("mkdir mkfifo mknod", { ...writing, values: "-m --mode" }),
  tee: writing,
  mktemp: { ...writing, values: "-p --suffix", options: { writes: "-p" } },
  ...same("rm rmdir unlink shred srm trash", { ...deleting, values: "-n -s --iterations --size" }),
  ...same("chmod chown chgrp chattr setfacl", changingMode),
  ...same("cp ln link", copying),
  install: { flags: "-bcCdDpsTv", values: "-m -o -g -t", operands: "copies" },
  mv: { ...copying, operands: "moves" },
  ...same("gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4", compressing),
  unzip: { isLax: true, values: "-d -x -P", operands: "reads", fetches: true, options: { writes: "-d" } },
  dd: { isLax: true, operands: "nothing" },
  sort: {
    flags:
      "-bdfghinrRsuVzcmCM --reverse --unique --numeric-sort --human-numeric-sort --version-sort --stable --check",
    values: "-k -t -o -S --key --field-separator --output --buffer-size --parallel",
    operands: "reads",
    options: { writes: "-o --output" },
  },
  base64: {
    isLax: true,
    operands: "reads",
    values: "-w --wrap -i -o",
    options: { writes: "-o", reads: "-i" },
  },
  base32: { isLax: true, operands: "reads", values: "-w --wrap" },
  xxd: { isLax: true, operands: "filters", values: "-c -g -l -s -o" },
  tree: { ...reading, values: "-L -I -P -o --charset", options: { writes: "-o" } },
  shuf: { ...reading, values: "-n -i -e -o --output", options: { writes: "-o --output" } },
  iconv: { ...reading, values: "-f -t -o --output", options: { writes: "-o --output" } },
  ...same("dos2unix unix2dos", writing),
  patch: {
    flags: "-bEflNRstuv --dry-run --forward --reverse --force --batch --silent --quiet --backup --strip=",
    values: "-p -i -d -F --input --strip --directory",
    operands: "writes",
    fetches: true,
    options: { reads: "-i --input", writes: "-d --directory" },
  },
  split: { flags: "-dex", values: "-l -b -n -a -C", operands: "copies", fetches: true },
  dpkg: { flags: "-lLsScI --list --status --get-selections", operands: "reads" },
  zip: { flags: "-rqv9jumdy0123456789", values: "-x -i", operands: "writes" },
  rg: {
    flags:
      "-inlcvwowqsSFNHIuUPzL0 --files --hidden --no-ignore --json --count --heading --no-heading -h --type-list",
    values: "-e -f -g -t -T -A -B -C -m -M --glob --type --color --max-count --max-depth --sort --context",
    operands: "reads",
    skip: 1,
    skippedBy: "-e -f --files",
    options: { reads: "-f" },
  },
};

/** Programs whose words weren't read at all. @type {Record<string, Handler>} */
export const inertPrograms = Object.fromEntries(
  [
    "echo true false : pwd cd pushd popd dirs exit return break continue shift sleep kill pkill",
    "date cal whoami id groups users who w uname hostname arch nproc uptime free df lsblk mount umount ps pgrep",
    "pstree lsof netstat ss ip ifconfig route printenv locale tty stty tput clear reset which whereis",
    "type basename dirname realpath readlink seq expr factor yes tr numfmt getconf",
    "lscpu lsusb lspci dmesg journalctl sysctl vmstat iostat last lastlog finger getent",
    "umask ulimit times logname sync tsort uuidgen",
    "useradd userdel usermod groupadd groupdel passwd chpasswd gpasswd shutdown reboot halt poweroff swapoff swapon",
    "mkfs mkfs.ext4 fdisk parted wipefs blkdiscard insmod rmmod nft",
    "ufw",
  ]
    .join(" ")
    .split(" ")
    .map((name) => [name, () => {}]),
);

/** Programs that are dangerous to mistake for another, by another spelling or from another folder. */
const powerful = new Set([
  ...Object.keys(shellPrograms),
  ...Object.keys(wrapperPrograms),
  ...Object.keys(builtinPrograms),
]);

/**
 * A program that wasn't known was shown with its arguments, as if it ran no other. Version 2 has an
 * entry for each program, or can't inspect it.
 * @param {Context} context @param {string} name @param {ReadWord} word @param {ReadWord[]} args
 * @param {Map<string, Handler>} handlers
 */
export function readUnknown(context, name, word, args, handlers) {
  const last = name.slice(name.lastIndexOf("/") + 1).replace(/\.exe$/i, "");
  const lower = last.toLowerCase();
  // On some file systems, `SUDO` is `sudo`.
  if (
    powerful.has(handlers.has(lower) ? lower : withoutVersion(lower)) ||
    (handlers.has(lower) && !handlers.has(last))
  )
    context.cannot("runs_others");
  if (/^(?:\/dev\/|\/proc\/)/.test(name)) context.cannot("code_from_input");
  context.runsFile(word);
  // An unknown program can run the files that its arguments name.
  for (const one of args) if (one.isStatic) context.runsFile(one);
  // An argument that names a shell, such as `sh`, or that looks like a command for one.
  if (args.some((one) => namesCommand(one, handlers))) context.cannot("runs_others");
}

/** @param {string} name */
function withoutVersion(name) {
  return name.replace(/-?[0-9][0-9.]*$/, "");
}

/** @param {ReadWord} word @param {Map<string, Handler>} handlers */
function namesCommand({ value, start }, handlers) {
  const text = value ?? start;
  const last = text.slice(text.lastIndexOf("/") + 1).replace(/^.*=/, "");
  const name = last.toLowerCase();
  if (commandNames.has(handlers.has(name) ? name : withoutVersion(name))) return true;
  return /(?:^|[\s=;|&/"'`(])(?:sh|bash|zsh|dash|ksh|python[0-9.]*|perl|ruby|node|php|eval|exec|sudo|curl|wget|nc)\s|\$\(|`|[;|&]\s*\w|>\s*[\w/~]/.test(
    text,
  );
}

const commandNames = new Set([
  ..."sh bash zsh dash ash ksh fish csh tcsh python perl ruby node nodejs php lua sudo doas env xargs eval exec nohup setsid busybox nc ncat socat curl wget pwsh powershell osascript awk gawk rm".split(
    " ",
  ),
]);
