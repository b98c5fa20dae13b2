import type { ProgramSpec } from "./options.ts";
import { same } from "./same.ts";

const writing: ProgramSpec = { isLax: true, operands: "writes" };
const changingMode: ProgramSpec = {
  ...writing,
  skip: 1,
  skippedBy: "--reference",
  flags:
    "-RvcfHLPhdk --recursive --verbose --changes --silent --quiet --no-dereference --dereference --preserve-root --no-preserve-root",
  values: "--reference --from",
};
const copying: ProgramSpec = {
  isLax: true,
  operands: "copies",
  flags:
    "-abdfHiLlnpPRrsTuvxZX --archive --attributes-only --backup --backup= --copy-contents --force --interactive --link --dereference --no-clobber --no-dereference --no-target-directory --parents --preserve --preserve= --no-preserve= --recursive --remove-destination --strip-trailing-slashes --symbolic-link --update --update= --verbose --one-file-system --reflink --reflink= --sparse= --debug",
  values: "-t -S --target-directory --suffix",
};
const compressing: ProgramSpec = {
  isLax: true,
  operands: "writes",
  input: "without_files",
  flags:
    "-cdfhklLnNqrtvzeF0123456789 --stdout --to-stdout --decompress --uncompress --force --keep --list --no-name --name --quiet --recursive --test --verbose --fast --best --extreme --compress --rm --ultra --long --long=",
  values: "-S -T -o --suffix --threads",
  options: { writes: "-o" },
};

/** Programs that write, move and delete files, and run no program. */
export const writingPrograms: Record<string, ProgramSpec> = {
  touch: {
    ...writing,
    flags: "-acfhm --no-create --no-dereference",
    values: "-d -t -r --date --time --reference",
    options: { reads: "-r --reference" },
  },
  truncate: {
    ...writing,
    flags: "-co --no-create --io-blocks",
    values: "-r -s --reference --size",
    options: { reads: "-r --reference" },
  },
  fallocate: {
    ...writing,
    flags: "-cdinpvxz --collapse-range --dig-holes --insert-range --keep-size --punch-hole --zero-range",
    values: "-l -o --length --offset",
  },
  ...same("mkdir mknod", { ...writing, flags: "-pvZ --parents --verbose", values: "-m --mode" }),
  // A second call can supply a named pipe's content.
  mkfifo: { ...writing, input: "always", values: "-m --mode" },
  tee: {
    ...writing,
    input: "always",
    flags: "-aip --append --ignore-interrupts --output-error --output-error=",
  },
  sponge: { ...writing, input: "always", flags: "-a" },
  mktemp: {
    ...writing,
    flags: "-dqtu --directory --dry-run --quiet --tmpdir --tmpdir=",
    values: "-p --suffix",
    options: { writes: "-p" },
  },
  ...same("rm rmdir unlink shred srm trash", {
    isLax: true,
    operands: "deletes",
    flags:
      "-dfiIPRrvuxz --force --interactive --interactive= --one-file-system --no-preserve-root --preserve-root --recursive --dir --verbose --ignore-fail-on-non-empty --parents --remove --remove= --zero --exact",
    values: "-n -s --iterations --size",
  }),
  chmod: { ...changingMode, also: /^-[rwxXstugo]+$/ },
  ...same("chown chgrp", changingMode),
  chattr: { ...writing, skip: 1, flags: "-RV", also: /^-[aAcCdDeijmPsStTuFx]+$/ },
  setfacl: {
    ...writing,
    flags: "-bkdRnP --recursive --remove-all --remove-default --default",
    values: "-m -x --modify --remove",
  },
  ...same("cp ln link", copying),
  install: { flags: "-bcCdDpsTv", values: "-m -o -g -t", operands: "copies" },
  mv: { ...copying, operands: "moves" },
  ...same("gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4", compressing),
  unzip: {
    isLax: true,
    flags: "-laCfjnopqtuvzZ",
    values: "-d -x -P",
    operands: "reads",
    fetches: true,
    options: { writes: "-d" },
  },
  ...same("dos2unix unix2dos", { ...writing, flags: "-bcfkoqsn --keepdate --quiet --force --newfile" }),
  patch: {
    flags: "-bEflNRstuv --dry-run --forward --reverse --force --batch --silent --quiet --backup --strip=",
    values: "-p -i -d -F --input --strip --directory",
    operands: "writes",
    fetches: true,
    options: { reads: "-i --input", writes: "-d --directory" },
    input: "always",
    inputUnless: "-i --input",
  },
  split: {
    ...{ flags: "-dex", values: "-l -b -n -a -C" },
    ...{ operands: "copies", fetches: true, input: "without_files" },
  },
  zip: { flags: "-rqv9jumdy0123456789", values: "-x -i", operands: "writes" },
  yq: {
    isLax: true,
    operands: "writes",
    skip: 1,
    input: "without_files",
    inputUnless: "-n --null-input",
    flags:
      "-CMNPerijn --colors --no-colors --no-doc --prettyPrint --exit-status --raw-output --null-input --inplace --yaml-output",
    values: "-o -p -I --output-format --input-format --indent",
  },
  dpkg: { flags: "-lLsScI --list --status --listfiles --search --get-selections", operands: "reads" },
};
