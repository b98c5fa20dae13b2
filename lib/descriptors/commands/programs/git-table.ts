import type { Spec } from "./options.ts";
import { same } from "./same.ts";

const shared = "-q -v --quiet --verbose --progress --no-progress";
const diffs =
  "-p -u -s -w -b -R -a -W --patch --no-patch --raw --stat --stat= --shortstat --numstat --dirstat --summary --name-only --name-status --cached --staged --merge-base --word-diff --word-diff= --word-diff-regex= --color --color= --no-color --color-words --ignore-all-space --ignore-space-change --ignore-space-at-eol --ignore-blank-lines --ignore-submodules --ignore-submodules= --exit-code --check --no-index --full-index --binary --abbrev --abbrev= --no-renames --find-renames --find-renames= --find-copies --minimal --patience --histogram --diff-algorithm= --diff-filter= --unified= --text --function-context --no-prefix --relative --relative= --pickaxe-all --pickaxe-regex --compact-summary --no-stat --no-ext-diff --no-textconv --inter-hunk-context= -z -U -M -C -B -D";
const diffValues = "-S -G --diff-filter";
const logs =
  "-i -E -F -P -c -m -g --oneline --graph --decorate --decorate= --no-decorate --all --all-match --invert-grep --branches --branches= --tags --tags= --remotes --remotes= --merges --no-merges --first-parent --follow --reverse --date-order --topo-order --author-date-order --full-history --ancestry-path --left-right --cherry-pick --cherry-mark --cherry --boundary --no-walk --walk-reflogs --source --pretty --pretty= --format= --abbrev-commit --no-abbrev-commit --date= --relative-date --since= --until= --after= --before= --author= --committer= --grep= --max-count= --skip= --show-signature --notes --no-notes --regexp-ignore-case --extended-regexp --fixed-strings --count --stdin --no-merges --min-parents= --max-parents= --parents --children --simplify-by-decoration --objects --line-prefix= --encoding=";
const logValues =
  "-n -L --max-count --skip --since --until --after --before --author --committer --grep --date --glob --exclude";
const commits =
  "-a -s --all --signoff --no-signoff --amend --no-edit --allow-empty --allow-empty-message --no-verify --dry-run --short --porcelain --reset-author --no-gpg-sign --no-status --no-post-rewrite --only --include -o -i -n -z";

const spec = (flags: string, values: string = ""): Spec => ({ flags: `${shared} ${flags}`, values });
const log = { ...spec(`${diffs} ${logs}`, `${diffValues} ${logValues}`), hasNumbers: true };
const diff = { ...spec(diffs, diffValues), hasNumbers: true };

/** Options of each subcommand that run no programs and write no files. A wrong value would hide another. */
export const gitVerbs: Record<string, Spec> = {
  ...{ log, show: log, reflog: log, "rev-list": log, whatchanged: log, "range-diff": log },
  ...{ diff, "diff-tree": spec(`${diffs} -r -t -m -c --stdin --root --no-commit-id`), "diff-index": diff },
  shortlog: spec(
    "-n -s -e -c --numbered --summary --email --all --no-merges --since= --until= --group=",
    "--since --until",
  ),
  status: spec(
    "-s -b -u -z -uno -uall --short --branch --long --porcelain --porcelain= --show-stash --ahead-behind --no-ahead-behind --untracked-files --untracked-files= --ignored --ignored= --ignore-submodules --ignore-submodules= --column --no-renames --renames",
  ),
  add: spec(
    "-A -n -f -i -p -u -N --all --no-all --dry-run --force --patch --update --intent-to-add --refresh --ignore-errors --ignore-missing --renormalize --chmod= --sparse",
    "--pathspec-from-file",
  ),
  commit: spec(
    `${commits} -p -u -e --edit --patch --cleanup= --untracked-files --untracked-files= --fixup= --squash= --message= --file= --author= --date= --trailer= --no-trailer`,
    "-m -F -C -c --message --file --author --date --cleanup --fixup --squash --trailer --reuse-message --pathspec-from-file",
  ),
  branch: spec(
    "-a -r -d -D -m -M -c -C -f -l -vv -i --all --remotes --delete --move --copy --force --list --show-current --track --track= --no-track --unset-upstream --contains --no-contains --merged --no-merged --color --color= --no-color --column --abbrev= --no-abbrev --ignore-case --sort= --format= --points-at= --set-upstream-to=",
    "-u -t --sort --format --points-at --set-upstream-to",
  ),
  tag: spec(
    "-a -l -d -f -n -i --annotate --list --delete --force --no-sign --contains --no-contains --merged --no-merged --points-at= --sort= --format= --cleanup= --message= --file= --column --color --color= --ignore-case",
    "-m -F --message --file --sort --format --points-at --cleanup",
  ),
  ...same(
    "checkout switch",
    spec(
      "-f -d -m -t -p -l --force --detach --merge --track --track= --no-track --guess --no-guess --ours --theirs --patch --discard-changes --ignore-skip-worktree-bits --recurse-submodules --recurse-submodules= --no-recurse-submodules --overlay --no-overlay --conflict=",
      "-b -B -c -C --orphan --create --force-create --pathspec-from-file",
    ),
  ),
  restore: spec(
    "-S -W -p -m --staged --worktree --patch --ours --theirs --merge --ignore-unmerged --overlay --no-overlay --source= --conflict=",
    "-s --source --pathspec-from-file",
  ),
  reset: spec(
    "-N -p --soft --mixed --hard --merge --keep --patch --intent-to-add --no-refresh",
    "--pathspec-from-file",
  ),
  rm: spec("-f -n -r --cached --force --dry-run --ignore-unmatch --sparse", "--pathspec-from-file"),
  mv: spec("-f -k -n --force --dry-run --sparse"),
  stash: spec(
    `${diffs} -k -a -p -S --all --keep-index --no-keep-index --include-untracked --no-include-untracked --staged --index --patch --message= --oneline`,
    "-m --message -n",
  ),
  merge: spec(
    "-n -e --commit --no-commit --edit --no-edit --ff --no-ff --ff-only --squash --no-squash --stat --no-stat --signoff --no-verify --abort --continue --quit --autostash --no-autostash --allow-unrelated-histories --log --no-log --no-gpg-sign --verify-signatures --message= --rerere-autoupdate",
    "-m -F --message --file --cleanup",
  ),
  "cherry-pick": spec(
    "-n -x -e --no-commit --signoff --ff --abort --continue --quit --skip --allow-empty --keep-redundant-commits --mainline= --no-gpg-sign",
    "-m --mainline",
  ),
  revert: spec(
    "-n -e --no-commit --no-edit --edit --signoff --abort --continue --quit --skip --mainline= --no-gpg-sign",
    "-m --mainline",
  ),
  rebase: spec(
    "-f -m -n --abort --continue --skip --quit --autostash --no-autostash --autosquash --no-autosquash --force-rebase --no-ff --keep-base --merge --no-stat --stat --root --update-refs --rebase-merges --reapply-cherry-picks --signoff --no-verify --ignore-date --committer-date-is-author-date --onto= --no-gpg-sign --empty=",
    "--onto",
  ),
  bisect: spec("--no-checkout --first-parent"),
  blame: spec(
    "-b -c -e -f -l -n -p -s -t -w -M -C --root --show-stats --porcelain --line-porcelain --incremental --show-name --show-number --show-email --date= --color-lines --color-by-age --reverse --first-parent --since=",
    "-L --date",
  ),
  describe: spec(
    "-a --all --tags --contains --dirty --dirty= --broken --always --long --exact-match --first-parent --abbrev= --match= --exclude= --candidates=",
    "--match --exclude",
  ),
  "rev-parse": spec(
    "--short --short= --verify --abbrev-ref --abbrev-ref= --symbolic --symbolic-full-name --all --branches --tags --remotes --show-toplevel --show-prefix --show-cdup --show-superproject-working-tree --git-dir --absolute-git-dir --git-common-dir --is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --show-object-format",
  ),
  "ls-files": spec(
    "-c -d -m -o -i -s -u -k -t -z --cached --deleted --modified --others --ignored --stage --unmerged --killed --exclude-standard --full-name --error-unmatch --directory --no-empty-directory --eol --recurse-submodules --abbrev --abbrev= --exclude= --format=",
    "-x --exclude",
  ),
  "ls-tree": spec(
    "-d -r -t -l -z --long --name-only --name-status --full-name --full-tree --abbrev --abbrev= --object-only --format=",
  ),
  "cat-file": spec("-t -s -p -e --allow-unknown-type"),
  "symbolic-ref": spec("-d --short --delete --no-recurse", "-m"),
  "for-each-ref": spec(
    "--merged --no-merged --contains --no-contains --ignore-case --count= --sort= --format= --points-at= --color --color= --exclude=",
    "--sort --format --count --points-at",
  ),
  "show-ref": spec(
    "-d -s --head --heads --branches --tags --dereference --hash --hash= --verify --abbrev --abbrev= --exists",
  ),
  "merge-base": spec("-a --all --octopus --independent --is-ancestor --fork-point"),
  "name-rev": spec("--tags --all --stdin --name-only --no-undefined --always --refs="),
  "count-objects": spec("-H --human-readable"),
  fsck: spec(
    "--tags --root --unreachable --no-reflogs --full --strict --lost-found --dangling --no-dangling --connectivity-only --name-objects --cache",
  ),
  gc: spec("--auto --aggressive --prune --prune= --no-prune --force --keep-largest-pack"),
  prune: spec("-n --dry-run --expire=", "--expire"),
  repack: spec("-a -A -d -f -F -l -n -k --keep-unreachable --write-bitmap-index --depth= --window="),
  apply: spec(
    "-3 -R -N -p0 -p1 -p2 -z --stat --numstat --summary --check --index --cached --3way --reverse --reject --intent-to-add --whitespace= --recount --unidiff-zero --allow-empty --ignore-whitespace --ignore-space-change --include= --exclude=",
    "-p -C",
  ),
  init: spec("--bare --initial-branch= --object-format= --shared", "-b --initial-branch"),
  version: spec("--build-options"),
  worktree: spec(
    "-f -d -z --force --detach --checkout --no-checkout --guess-remote --lock --orphan --track --no-track --porcelain --dry-run --expire= --reason=",
    "-b -B --reason --expire",
  ),
  "check-ignore": spec("-n -z --non-matching --no-index --stdin"),
  "hash-object": spec("-w --stdin --no-filters --literally", "-t"),
  notes: spec("-f --force --ref=", "-m -F -C --message --file --ref"),
  "sparse-checkout": spec("--cone --no-cone --sparse-index --no-sparse-index --skip-checks"),
  "update-index": spec(
    "--refresh --add --remove --assume-unchanged --no-assume-unchanged --skip-worktree --no-skip-worktree --chmod= --really-refresh --again",
  ),
  "update-ref": spec("-d --no-deref --create-reflog --stdin", "-m"),
  "write-tree": spec("--missing-ok --prefix="),
  clean: spec("-d -f -n -x -X --dry-run --force --exclude=", "-e --exclude"),
  grep: spec(
    "-i -I -w -v -h -H -E -G -P -F -n -l -L -z -c -o -p -W -r --cached --no-index --untracked --no-exclude-standard --exclude-standard --recurse-submodules --text --ignore-case --word-regexp --invert-match --full-name --extended-regexp --basic-regexp --perl-regexp --fixed-strings --line-number --column --files-with-matches --name-only --files-without-match --null --only-matching --count --color --color= --no-color --break --heading --show-function --function-context --and --or --not --all-match --max-depth= --max-count= --after-context= --before-context= --context=",
    "-e -A -B -C -m -f --max-depth --max-count",
  ),
  clone: spec(
    "-l -s -n -j --bare --mirror --local --no-hardlinks --shared --no-checkout --single-branch --no-single-branch --no-tags --recursive --recurse-submodules --recurse-submodules= --shallow-submodules --sparse --dissociate --depth= --branch= --origin= --jobs= --filter= --shallow-since= --also-filter-submodules",
    "-b -o --depth --branch --origin --jobs --filter --shallow-since",
  ),
  fetch: spec(
    "-a -f -k -n -p -P -t -m --all --append --atomic --force --keep --multiple --prune --prune-tags --no-tags --tags --dry-run --unshallow --update-shallow --set-upstream --recurse-submodules --recurse-submodules= --no-recurse-submodules --no-auto-maintenance --depth= --deepen= --jobs= --shallow-since= --refetch --porcelain",
    "-j --depth --deepen --jobs --shallow-since",
  ),
  pull: spec(
    "-r -n -f -k -p -t --rebase --rebase= --no-rebase --ff --ff-only --no-ff --commit --no-commit --edit --no-edit --squash --no-squash --stat --no-stat --signoff --autostash --no-autostash --allow-unrelated-histories --all --force --prune --tags --no-tags --dry-run --unshallow --recurse-submodules --no-recurse-submodules --depth= --jobs=",
    "--depth --jobs -j",
  ),
  push: spec(
    "-f -n -d -u --all --branches --mirror --tags --follow-tags --atomic --no-atomic --dry-run --force --force-with-lease --force-with-lease= --force-if-includes --delete --prune --set-upstream --no-verify --verify --thin --no-thin --porcelain --no-signed --recurse-submodules= --push-option=",
    "-o --push-option",
  ),
  "ls-remote": spec(
    "-h -t -b --heads --branches --tags --refs --exit-code --get-url --symref --sort=",
    "--sort",
  ),
  remote: spec("-n -f -t -m --add --push --all --delete --tags --no-tags --prune --dry-run --auto", ""),
  submodule: spec(
    "-f -b --cached --init --recursive --remote --force --no-fetch --checkout --merge --rebase --depth= --jobs= --all --single-branch --no-single-branch --files",
    "--depth --jobs --name",
  ),
};
