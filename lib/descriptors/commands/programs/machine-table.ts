import type { ProgramSpec } from "./options.ts";
import { same } from "./same.ts";

const words: ProgramSpec = { isLax: true, operands: "nothing" };
/** Programs without operands. */
const alone = (flags: string = "", values: string = ""): ProgramSpec => ({ operands: "none", flags, values });
const signals: ProgramSpec = {
  ...words,
  flags: "-lLfinouvxwegaA --full --exact --echo --count --ignore-case --list --wait --newest --oldest",
  values: "-s -n -u -U -P -t -g -G -p --signal --queue --user --parent --terminal",
  hasNumbers: true,
  also: /^-(?:SIG)?[A-Z]{3,6}[0-9]?$/,
};
const asking: ProgramSpec = { isLax: true, operands: "hosts" };

/** Programs about the machine, of which no listed option or word runs another program or loads code. */
export const machinePrograms: Record<string, ProgramSpec> = {
  ...same("true false : clear reset logname users times sync tty break continue", words),
  echo: { ...words, isText: true },
  pwd: alone("-LP --logical --physical"),
  cd: { ...words, flags: "-LPe -" },
  ...same("pushd popd dirs", { ...words, flags: "-nclpv", hasNumbers: true }),
  ...same("exit return shift", { ...words, hasNumbers: true }),
  sleep: words,
  ...same("kill pkill killall pgrep", signals),
  date: {
    ...words,
    flags: "-Rujn --utc --universal --iso-8601 --iso-8601= --rfc-3339= --rfc-email",
    values: "-d -r -v -f --date --reference",
  },
  cal: { ...words, flags: "-1 -3 -y -j -m -s -w", values: "-A -B -n" },
  whoami: alone(),
  id: { ...words, flags: "-ugGnrzp --user --group --groups --name --real" },
  groups: words,
  ...same("who w", { ...words, flags: "-abdhHlmpqrsTuwf --all --boot --short --no-header --from" }),
  uname: alone("-asnrvmpio --all --kernel-name --nodename --kernel-release --machine --operating-system"),
  hostname: { ...words, flags: "-adfiIsyA --fqdn --ip-address --all-ip-addresses --short" },
  arch: alone(),
  nproc: alone("--all", "--ignore"),
  uptime: alone("-ps --pretty --since"),
  free: alone(
    "-bkmgthlvw --bytes --kibi --mebi --gibi --human --total --wide --si",
    "-s -c --seconds --count",
  ),
  df: {
    isLax: true,
    operands: "reads",
    flags:
      "-aBhHiklmPTtx --all --human-readable --si --inodes --local --portability --print-type --total --output --output=",
    values: "-B -t -x --block-size --type --exclude-type",
  },
  lsblk: {
    ...words,
    flags: "-abdfhiJlmnpPrst --all --fs --json --list --noheadings --paths --bytes",
    values: "-o -e -I -x --output",
  },
  mount: alone("-lV --list --version"),
  findmnt: { ...words, flags: "-lnJ --list --json --noheadings", values: "-t -o --types --output" },
  ps: {
    ...words,
    flags: "-aAcdefFHjlLmMNTuvwxy --forest --no-headers --headers",
    values: "-p -o -O -u -U -C -t -g --pid --ppid --user --sort --format",
  },
  pstree: { ...words, flags: "-aAchlnNpstuUZ", values: "-H" },
  lsof: { ...words, flags: "-abhlnNPRtUVX", values: "-i -p -c -u -d -s +D +d" },
  netstat: {
    ...words,
    flags: "-aceghilmnoprstuvWx46 --all --listening --numeric --programs --tcp --udp --route",
  },
  ss: {
    ...words,
    flags:
      "-aeghilmnopstuwxHO46rS --all --listening --numeric --processes --tcp --udp --extended --no-header --summary",
  },
  ...same("ifconfig route", { operands: "none", flags: "-anevs" }),
  printenv: { ...words, flags: "-0 --null" },
  locale: { ...words, flags: "-ack --all-locales --charmaps" },
  stty: { ...words, flags: "-ag --all --save", matching: /^(?:size|sane|-?echo|cols|rows|[0-9]+)$/ },
  tput: { ...words, matching: /^(?:colors|cols|lines|bold|sgr0|rev|smul|rmul|setaf|setab|clear|el|[0-9]+)$/ },
  which: { ...words, flags: "-a --all" },
  whereis: { ...words, flags: "-bmsu" },
  type: { ...words, flags: "-afptP" },
  basename: { ...words, flags: "-az --multiple --zero", values: "-s --suffix" },
  dirname: { ...words, flags: "-z --zero" },
  ...same("realpath readlink", {
    ...words,
    flags:
      "-efmnqsvzLP --canonicalize --canonicalize-existing --canonicalize-missing --no-newline --strip --quiet --logical --physical --no-symlinks",
    values: "--relative-to --relative-base",
  }),
  seq: { ...words, flags: "-w --equal-width", values: "-f -s --format --separator", hasNumbers: true },
  expr: { ...words, isText: true },
  ...same("factor tsort", { ...words, input: "without_files" }),
  yes: words,
  envsubst: { ...words, input: "always" },
  tr: {
    ...words,
    flags: "-cCdst --complement --delete --squeeze-repeats --truncate-set1",
    input: "always",
  },
  numfmt: {
    ...words,
    flags: "--to= --from= --suffix= --grouping --padding= --field= --header --format=",
    input: "without_files",
  },
  getconf: { ...words, flags: "-a" },
  lscpu: alone("-aeJp --json --all"),
  ...same("lsusb lspci", { ...words, flags: "-tvnDkm", values: "-s -d" }),
  dmesg: alone(
    "-cCdeHkLrTtwux --human --kernel --ctime --follow --level= --facility= --nopager --color=",
    "-l -f -n",
  ),
  journalctl: {
    ...words,
    // The numbers of `-n` and `-b` are optional.
    also: /^-n[0-9]+$/,
    flags:
      "-abefkmnNqrx --boot --lines --lines= --no-pager --follow --reverse --quiet --catalog --dmesg --utc --user --system --list-boots --disk-usage --no-hostname --pager-end --merge --all",
    values: "-u -S -U -p -o -g -t --unit --user-unit --since --until --priority --output --grep --identifier",
  },
  sysctl: { ...words, flags: "-aAenNqX --all --names --values", matching: /^[\w./*-]+$/ },
  vmstat: { ...words, flags: "-adfmntsDwy", values: "-p -S" },
  iostat: { ...words, flags: "-cdhkmNtxyz" },
  ...same("last lastlog", { ...words, flags: "-adFiRwx", values: "-n -u -t -b -s", hasNumbers: true }),
  finger: { ...words, flags: "-lms" },
  getent: { ...words, values: "-s" },
  umask: { ...words, flags: "-pS" },
  ulimit: { ...words, flags: "-SHabcdefiklmnpqrstuvxPRT" },
  uuidgen: alone("-rt --random --time"),
  lsb_release: alone("-acdirsv --all --short --codename --description --id --release"),
  hostnamectl: { operands: "nothing", matching: /^status$/ },
  timedatectl: { operands: "nothing", flags: "--no-pager", matching: /^(?:status|show|list-timezones)$/ },
  sw_vers: { operands: "none", flags: "--productVersion --productName --buildVersion" },
  arp: { ...words, flags: "-aenv" },
  lsmod: alone(),
  modinfo: { ...words, flags: "-adlpn0", values: "-F -k --field" },
  ...same("useradd userdel usermod groupadd groupdel", {
    ...words,
    flags:
      "-mMnNrUoflLa --create-home --no-create-home --system --remove --force --lock --unlock --append --user-group",
    values:
      "-u -g -G -s -d -c -e -f -p --uid --gid --groups --shell --home --comment --expiredate --password",
  }),
  ...same("passwd gpasswd", {
    ...words,
    flags: "-delnSu --lock --unlock --status --delete --expire",
    values: "-a -d",
  }),
  chpasswd: { ...words, flags: "-e --encrypted", input: "always" },
  ...same("shutdown reboot halt poweroff", {
    ...words,
    flags: "-HPchkrfpwdn --halt --poweroff --reboot --no-wall --force --show",
  }),
  ...same("swapoff swapon umount", {
    ...words,
    flags: "-aflrvd --all --show --lazy --force --verbose",
    values: "-t",
  }),
  ...same("mkfs.ext4 mkfs.ext3 mkfs.xfs mkfs.vfat", {
    operands: "writes",
    flags: "-cFfjnqv",
    values: "-b -L -m -N -O -T -U -i",
  }),
  ...same("fdisk parted", {
    operands: "reads",
    flags: "-ls --list --script",
    input: "always",
    inputUnless: "-l --list",
  }),
  wipefs: { operands: "writes", flags: "-abfnpq --all --force --no-act", values: "-t -o --types --offset" },
  blkdiscard: { operands: "writes", flags: "-sfvz --secure --force --zeroout --verbose", values: "-o -l -p" },
  // By name, from a folder of the machine: newer versions load a path too.
  modprobe: {
    ...words,
    flags: "-rvqnfai --remove --verbose --quiet --dry-run",
    matching: /^[\w-]+$/,
  },
  rmmod: { ...words, flags: "-fsvw" },
  ...same("dropdb createdb", {
    ...words,
    flags: "-eif --echo --if-exists --force --interactive",
    values: "-h -p -U -O -E -T --host --port --username --owner --encoding --template --maintenance-db",
  }),
  pg_isready: alone("-q --quiet", "-h -p -U -d -t --host --port --username --dbname --timeout"),
  ...same("ping ping6", {
    ...asking,
    flags: "-46abdfnqrvDLOU",
    values: "-c -i -W -w -s -t -I -Q -l -M",
  }),
  dig: { ...asking, flags: "-46mrv", values: "-b -p -q -t -x -k -c", also: /^\+\w+(?:=[\w./-]+)?$/ },
  ...same("host nslookup whois", {
    ...asking,
    flags: "-aCdlnrsTvw46",
    values: "-t -c -W -R -N -h -p",
    also: /^-(?:type|query|port|timeout)=\w+$/,
  }),
  ...same("traceroute tracepath mtr", {
    ...asking,
    flags: "-46bdFInTUrw --report --report-wide",
    values: "-m -p -q -w -c -f -i -s --report-cycles",
  }),
};
