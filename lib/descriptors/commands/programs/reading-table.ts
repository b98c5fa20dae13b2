import type { ProgramSpec } from "./options.ts";
import { same } from "./same.ts";

const listing: ProgramSpec = { isLax: true, operands: "reads" };
const reading: ProgramSpec = { ...listing, input: "without_files" };
const filtering: ProgramSpec = { ...reading, operands: "filters" };
const sums: ProgramSpec = {
  ...reading,
  flags: "-bctwqz --check --binary --text --quiet --status --strict --ignore-missing --warn --tag --zero",
  values: "-a --algorithm",
};
const searching: ProgramSpec = {
  ...reading,
  skip: 1,
  skippedBy: "-e -f --regexp --file",
  flags:
    "-abcEFGhHiIlLnoPqrRsTUvVwxyzZ --basic-regexp --byte-offset --count --extended-regexp --files-with-matches --files-without-match --fixed-strings --ignore-case --initial-tab --invert-match --line-buffered --line-number --line-regexp --no-filename --no-ignore-case --no-messages --null --null-data --only-matching --perl-regexp --quiet --recursive --dereference-recursive --silent --text --with-filename --word-regexp --color --colour --color= --colour= --help --version",
  values:
    "-e -f -m -A -B -C -d -D --regexp --file --max-count --include --exclude --exclude-dir --exclude-from --after-context --before-context --context --binary-files --devices --directories --label",
  hasNumbers: true,
  options: { reads: "-f --file --exclude-from" },
  // With `-r` and no file, grep reads the working folder.
  inputUnless: "-r -R --recursive --dereference-recursive",
};

/** Programs that read files, print, and run no program. */
export const readingPrograms: Record<string, ProgramSpec> = {
  ...same("cat", {
    ...reading,
    flags:
      "-AbeEnstTuv --number --number-nonblank --show-all --show-ends --show-tabs --show-nonprinting --squeeze-blank",
  }),
  ...same("zcat bzcat xzcat", { ...reading, flags: "-cdfklqtvV --force --keep --list --quiet --verbose" }),
  tac: { ...reading, flags: "-br --before --regex", values: "-s --separator" },
  nl: { ...reading, flags: "-p --no-renumber", values: "-b -d -f -h -i -l -n -s -v -w --body-numbering" },
  wc: {
    ...reading,
    flags: "-clLmw --bytes --chars --lines --max-line-length --words --total=",
    values: "--files0-from",
    options: { reads: "--files0-from" },
  },
  file: {
    ...listing,
    flags:
      "-bcEhikLNnprsSvz0 --brief --dereference --mime --mime-type --mime-encoding --no-pad --keep-going --extension",
    values: "-F -P -e --separator --exclude",
  },
  stat: {
    ...listing,
    flags: "-LfFlqrstx --dereference --file-system --terse",
    values: "-c --format --printf",
  },
  ...same("md5sum sha1sum sha224sum sha256sum sha384sum sha512sum shasum cksum b2sum sum", sums),
  od: {
    ...reading,
    flags: "-abcdfilosxBv --output-duplicates",
    values: "-A -j -N -S -t -w --address-radix --skip-bytes --read-bytes --format --width --endian",
  },
  hexdump: { ...reading, flags: "-bcCdovxX", values: "-e -n -s --length --skip" },
  strings: { ...reading, flags: "-afhvV --all --print-file-name", values: "-n -t -e --bytes --radix" },
  fold: { ...reading, flags: "-bs --bytes --spaces", values: "-w --width" },
  fmt: { ...reading, flags: "-cstu --split-only", values: "-w -p -g --width --prefix" },
  ...same("expand unexpand", { ...reading, flags: "-ai --all --initial --first-only", values: "-t --tabs" }),
  rev: reading,
  cmp: { ...reading, flags: "-bls --print-bytes --verbose --quiet --silent", values: "-i -n --bytes" },
  comm: {
    ...reading,
    flags: "-123iz --check-order --nocheck-order --total",
    values: "--output-delimiter",
  },
  diff: {
    ...reading,
    flags:
      "-aBbcdEeiHNnPpqrstTuvwyZ --brief --ignore-case --ignore-all-space --ignore-blank-lines --ignore-space-change --minimal --new-file --recursive --report-identical-files --side-by-side --speed-large-files --strip-trailing-cr --suppress-common-lines --text --unified --context --unified= --context= --color --color= --no-dereference",
    values: "-U -C -x -W -I --exclude --width --label --ignore-matching-lines",
    hasNumbers: true,
  },
  paste: { ...reading, flags: "-sz --serial --zero-terminated", values: "-d --delimiters" },
  join: { ...reading, flags: "-i --header --ignore-case", values: "-1 -2 -a -e -j -o -t -v" },
  column: {
    ...reading,
    flags: "-tnxeJ --table --json --fillrows",
    values: "-s -o -c -N -R --separator --output-separator --table-columns --table-right --columns",
  },
  ...same("ls dir", {
    ...listing,
    flags:
      "-aAbBcCdDfFgGhHiklLmnNopqQrRsStuUvxXZ1@eO --all --almost-all --author --classify --color --color= --directory --full-time --group-directories-first --human-readable --inode --no-group --numeric-uid-gid --recursive --reverse --si --size --time= --sort= --time-style= --format= --indicator-style= --hide= --ignore= --block-size= --width=",
    values: "-I -w -T",
  }),
  ...same("exa eza", {
    ...listing,
    flags:
      "-1aaABdDfFgGhHilmnrRSTuUx --all --long --tree --git --icons --header --group-directories-first --reverse --color= --no-user",
    values: "-L -s -I --level --sort --ignore-glob",
  }),
  du: {
    ...listing,
    flags:
      "-0abcDHhkLlmPSsxg --all --apparent-size --bytes --total --human-readable --summarize --one-file-system --si --max-depth= --exclude= --time",
    values: "-d -t -B --threshold",
  },
  readelf: {
    ...listing,
    flags:
      "-aADdeghInrsSlTuVW --all --dynamic --file-header --headers --program-headers --sections --symbols --wide --relocs --notes",
    values: "-p -x --string-dump --hex-dump",
  },
  ...same("nm size", { flags: "-aABCDdgnoprStuvx", operands: "reads" }),
  diff3: { flags: "-aAeEimTxX3", operands: "reads" },
  ...same("head tail", {
    ...reading,
    flags: "-fFqrvz --follow --follow= --quiet --silent --verbose --retry --zero-terminated",
    values: "-n -c -s --lines --bytes --pid --sleep-interval",
    hasNumbers: true,
  }),
  ...same("grep egrep fgrep zgrep", searching),
  cut: {
    ...reading,
    flags: "-nsz --complement --only-delimited --zero-terminated",
    values: "-d -f -c -b --delimiter --fields --characters --bytes --output-delimiter",
  },
  uniq: {
    ...filtering,
    flags: "-cdDiuz --count --repeated --unique --ignore-case --all-repeated --zero-terminated",
    values: "-f -s -w --skip-fields --skip-chars --check-chars",
  },
  jq: {
    ...reading,
    skip: 1,
    skippedBy: "-f --from-file",
    flags:
      "-acCeGgjMnrRsSVh --ascii-output --color-output --compact-output --exit-status --join-output --monochrome-output --null-input --raw-input --raw-output --raw-output0 --seq --slurp --sort-keys --stream --tab --unbuffered --version --help",
    values: "-f --from-file --indent",
    options: { reads: "-f --from-file" },
    asksFor: /input|import|include/,
    inputUnless: "-n --null-input -V -h --version --help",
  },
  base64: {
    ...reading,
    flags: "-dDi --decode --ignore-garbage",
    values: "-w -b --wrap -o",
    options: { writes: "-o" },
  },
  base32: { ...reading, flags: "-di --decode --ignore-garbage", values: "-w --wrap" },
  xxd: { ...filtering, flags: "-abeEipruv", values: "-c -g -l -s -o" },
  tree: {
    ...listing,
    flags:
      "-aACdDfFghilnNpqQrsStuUvxJX --dirsfirst --du --gitignore --noreport --prune --si --sort= --filelimit --matchdirs --ignore-case --inodes --device",
    values: "-L -I -P -o --charset --timefmt",
    options: { writes: "-o" },
  },
  shuf: {
    ...reading,
    flags: "-rz --repeat --zero-terminated",
    values: "-n -i -o --head-count --input-range --output",
    options: { writes: "-o --output" },
    inputUnless: "-i --input-range",
  },
  iconv: {
    ...reading,
    flags: "-cls --list --silent --verbose",
    values: "-f -t -o --from-code --to-code --output",
    options: { writes: "-o --output" },
    inputUnless: "-l --list",
  },
  sort: {
    flags:
      "-bdfghinrRsuVzcmCM --reverse --unique --numeric-sort --human-numeric-sort --general-numeric-sort --month-sort --ignore-case --ignore-leading-blanks --dictionary-order --version-sort --random-sort --stable --check --merge --zero-terminated",
    values: "-k -t -o -S --key --field-separator --output --buffer-size --parallel",
    operands: "reads",
    input: "without_files",
    options: { writes: "-o --output" },
  },
  rg: {
    flags:
      "-inlcvwowqsSFNHIuUPzL0 --files --hidden --no-ignore --no-ignore-vcs --json --count --count-matches --heading --no-heading --no-filename --with-filename --line-number --no-line-number --ignore-case --smart-case --fixed-strings --files-with-matches --files-without-match --invert-match --word-regexp --line-regexp --only-matching --multiline --pcre2 --quiet --stats --trim --vimgrep --follow --null --text --column -h --type-list --version",
    values:
      "-e -f -g -t -T -A -B -C -m -M -r -d -j --regexp --file --glob --iglob --type --type-not --color --colors --max-count --max-depth --max-columns --max-filesize --sort --sortr --context --after-context --before-context --replace --threads --encoding",
    operands: "reads",
    skip: 1,
    skippedBy: "-e -f --regexp --file --files --type-list",
    input: "perhaps",
    inputUnless: "--files --type-list --version",
    options: { reads: "-f --file" },
  },
  ...same("fd fdfind", {
    flags:
      "-HIuasigFpL0q1 --hidden --no-ignore --unrestricted --absolute-path --case-sensitive --ignore-case --glob --fixed-strings --full-path --follow --print0 --quiet --no-ignore-vcs",
    values:
      "-d -t -e -E -S -o -c -j --max-depth --min-depth --exact-depth --type --extension --exclude --size --changed-within --changed-before --color --max-results --threads",
    operands: "reads",
    skip: 1,
  }),
  cloc: { flags: "--by-file --quiet --json --csv --md --sum-one", operands: "reads" },
  tokei: { flags: "-f --files -C --compact", values: "-e -s -t -o --exclude --sort", operands: "reads" },
};
