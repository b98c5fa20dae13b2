// @ts-check
import { readOptions } from "./options.mjs";
import { gitVerbs } from "./tables/git.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").ReadWord} ReadWord */

/** Options before the subcommand. `-c`, `--exec-path` and `--git-dir` can name programs. */
const globalSpec = {
  flags: "-P --no-pager --no-optional-locks --literal-pathspecs --version --help",
  values: "-C",
  stopsEarly: true,
};

/**
 * Options that no subcommand uses to run a program, and all of which are harmless wherever they are
 * known. `-u`, `-x`, `-O`, `--exec`, `--upload-pack`, `--output`, `--ext-diff` and the like are missing.
 */
const spec = {
  // Version 1 alone: a letter that has a value to one subcommand only could hide the next option.
  flags:
    "-avqsptdDbBrfnkhiwzAU --all --verbose --quiet --stat --shortstat --numstat --dirstat --summary --oneline --graph --decorate --no-decorate --cached --staged --name-only --name-status --patch --no-patch --short --porcelain --porcelain=v2 --branch --force --force-with-lease --force-if-includes --dry-run --amend --no-edit --no-verify --signoff --allow-empty --hard --soft --mixed --keep --merge --ff-only --no-ff --squash --rebase --no-rebase --tags --no-tags --prune --list --delete --move --set-upstream --remotes --merges --no-merges --follow --reverse --first-parent --abort --continue --skip --quit --ours --theirs --track --no-track --orphan --detach --show-current --show-toplevel --is-inside-work-tree --git-dir --abbrev-ref --verify --symbolic-full-name --get-regexp --color --no-color --word-diff --ignore-all-space --ignore-space-change --check --exit-code --no-index --recurse-submodules --init --recursive --remote --bare --mirror --single-branch --no-single-branch --no-checkout --sparse --others --ignored --exclude-standard --modified --deleted --stage --full-name --heads --refs --symref --no-renames --include-untracked --patch-with-stat --root --long --always --dirty --contains --merged --no-merged --edit --intent-to-add --update --renormalize --raw --full-index --text --no-commit --stdin --pretty --count --left-right --unset-all --no-walk --auto --aggressive --unified -uno -uall -u1 -u --untracked-files --local --global --get --get-all --show-origin --unshallow --autostash --no-autostash --progress --no-progress --staged --worktree --source --pickaxe-all -S --ancestry-path --date-order --topo-order --reset-author --no-gpg-sign --no-stat --compact-summary",
  values:
    "-m -F -n -C -c -L -G -U --message --file --author --date --since --until --after --before --grep --max-count --format --pretty --abbrev --depth --branch --origin --sort --points-at --cleanup --fixup --unified --diff-filter --jobs --shallow-since --skip --committer --color --decorate --word-diff --untracked-files --porcelain --source --onto --name --trailer --stat --force-with-lease --recurse-submodules --count --ignore-submodules --find-renames --set-upstream-to --ignored --contains --merged --no-merged --pathspec-from-file",
  hasNumbers: true,
};

const cleanSpec = { flags: "-dfnqxX --dry-run --force", values: "-e --exclude" };

/** Subcommands by what they may do. Another name could be an alias, which can run any program. */
const local =
  /^(?:status|log|diff|show|branch|tag|add|commit|restore|reset|rm|mv|stash|checkout|switch|merge|cherry-pick|revert|blame|describe|rev-parse|rev-list|reflog|ls-files|ls-tree|cat-file|shortlog|clean|init|worktree|symbolic-ref|for-each-ref|show-ref|merge-base|name-rev|count-objects|fsck|gc|apply|version|help|sparse-checkout|check-ignore|diff-tree|diff-index|hash-object|whatchanged|notes|range-diff|update-index|update-ref|var|write-tree|prune|repack)$/;
const remote = /^(?:clone|fetch|pull|push|ls-remote|remote|submodule)$/;
/** `rebase -x` and `bisect run` run a command. */
const careful = /^(?:rebase|bisect|config|grep)$/;

/** @param {Call} call */
export function git(call) {
  const { context, program, words } = call;
  const outer = readOptions(words, globalSpec);
  const [name, ...rest] = outer.operands;
  if (outer.hasUnknown) context.cannot("unknown_option");
  if (outer.hasDynamic || (name && !name.isStatic)) context.cannot("unknown_arguments");
  const verb = name?.value ?? "";
  if (name === undefined) return;
  if (!local.test(verb) && !remote.test(verb) && !careful.test(verb)) return context.cannot("runs_others");
  if (verb === "config") return readConfig(call, rest);
  if (context.version > 1 && !(verb in gitVerbs)) context.cannot("unlisted_option");
  const { options, operands, hasUnknown, hasDynamic } = readOptions(rest, specOf(context, verb));
  if (hasUnknown || (context.version === 1 && !isFlagHere(verb, options))) context.cannot("unknown_option");
  if (hasDynamic) context.cannot("unknown_arguments");
  if (verb === "bisect" && !/^(?:start|good|bad|reset|skip|log)$/.test(operands[0]?.value ?? ""))
    context.cannot("runs_others");
  if (
    verb === "submodule" &&
    !/^(?:update|status|init|sync|add|deinit)$/.test(operands[0]?.value ?? "status")
  )
    context.cannot("runs_others");
  if (context.version > 1 && bringsFiles(verb, options, operands)) context.fetchesFiles();
  if (remote.test(verb)) readRemote(call, verb, operands);
  const deletesFiles = verb === "rm" || verb === "clean" || (verb === "mv" && operands.length > 0);
  if (deletesFiles) program.deletes.push(...(verb === "mv" ? operands.slice(0, -1) : operands));
  if (verb === "mv") program.writes.push(...operands.slice(-1));
  if (verb === "apply") {
    program.reads.push(...operands);
    context.fetchesFiles();
  }
  program.takesInput =
    (verb === "apply" && operands.length === 0) ||
    options.some(({ name: option, value }) => option === "--stdin" || value?.value === "-") ||
    (verb === "apply" && operands.some(({ value }) => value === "-"));
  for (const { name: option, value } of options)
    if (value && (option === "-F" || option === "--file" || option === "--pathspec-from-file"))
      program.reads.push(value);
}

/**
 * Whether files of another state of the repository come into the project, with content that the approver isn't shown.
 * @param {string} verb @param {import("./options.mjs").Option[]} options @param {ReadWord[]} operands
 */
function bringsFiles(verb, options, operands) {
  const has = (/** @type {RegExp} */ names) => options.some(({ name }) => names.test(name));
  if (/^(?:checkout|switch)$/.test(verb))
    return operands.length > 0 || !has(/^(?:-[bBcC]|--(?:create|force-create))$/);
  if (verb === "restore") return !has(/^(?:-S|--staged)$/) || has(/^(?:-W|--worktree)$/);
  if (verb === "reset") return has(/^--(?:hard|merge|keep)$/);
  if (verb === "stash")
    return !/^(?:push|save|list|show|drop|clear|create)$/.test(operands[0]?.value ?? "push");
  if (verb === "worktree") return operands[0]?.value === "add";
  if (verb === "submodule") return operands[0]?.value === "update";
  return /^(?:merge|rebase|cherry-pick|revert|bisect|sparse-checkout)$/.test(verb);
}

/** @param {Call["context"]} context @param {string} verb */
function specOf({ version }, verb) {
  if (version > 1) return gitVerbs[verb] ?? {};
  return verb === "clean" ? cleanSpec : spec;
}

/** Letters that are harmless in most subcommands and name a program in others. @param {string} verb @param {import("./options.mjs").Option[]} options */
function isFlagHere(verb, options) {
  const names = options.map(({ name }) => name);
  if (/^(?:clone|fetch|pull|ls-remote)$/.test(verb) && names.some((name) => /^-u|^-c$/.test(name)))
    return false;
  // `-s` names a strategy, which is a program.
  if (/^(?:merge|rebase|pull|cherry-pick|revert)$/.test(verb) && names.includes("-s")) return false;
  return !(verb === "var" || (verb === "rebase" && names.some((name) => /^-(?:i|x)$|^--edit/.test(name))));
}

/** @param {Call} call @param {string} verb @param {ReadWord[]} operands */
function readRemote({ context, program }, verb, operands) {
  const isUrl = (/** @type {ReadWord} */ word) => !word.isStatic || /:|^[./~]/.test(word.start);
  const addresses = verb === "remote" || verb === "submodule" ? operands.filter(isUrl) : operands.slice(0, 1);
  program.hosts.push(...addresses);
  // `ext::command` runs a command, and `fd::`, and helpers such as `foo::` run programs.
  if (operands.some(({ start, isStatic }) => /^[\w+-]*::/.test(start) || (!isStatic && start === "")))
    context.cannot("runs_others");
  if (addresses.some(({ text }) => /[^\x20-\x7e]|xn--/i.test(text))) context.cannot("hidden_characters");
  if (context.version > 1 && addresses.some(({ start }) => /:\/\/-|::/.test(start)))
    context.cannot("unlisted_option");
  // Another repository than the one that the project comes from.
  const isOther =
    (/^(?:pull|fetch)$/.test(verb) && operands.length > 0 && operands[0]?.value !== "origin") ||
    (/^(?:remote|submodule)$/.test(verb) && /^(?:add|set-url)$/.test(operands[0]?.value ?? ""));
  if (isOther) context.fetchesFiles();
  if (verb === "clone") {
    program.writes.push(...operands.slice(0, 2));
    context.fetchesFiles();
  }
}

/** Only settings that name no program can be set. @param {Call} call @param {ReadWord[]} words */
function readConfig({ context, program }, words) {
  const { operands, hasUnknown, hasDynamic } = readOptions(words, {
    flags: "--global --local --get --get-all --list -l --show-origin --unset --name-only",
  });
  if (hasUnknown || hasDynamic) return context.cannot("unknown_option");
  const [key, ...value] = operands;
  const isRead =
    value.length === 0 && words.some(({ value: word }) => /^(?:--get|--get-all|--list|-l)$/.test(word ?? ""));
  const harmless =
    /^(?:user\.(?:name|email)|init\.defaultBranch|pull\.(?:rebase|ff)|push\.(?:default|autoSetupRemote)|core\.(?:autocrlf|filemode|quotepath|ignorecase|longpaths)|color\.ui|advice\.\w+|fetch\.prune)$/i;
  if (!isRead && value.length > 0 && !harmless.test(key?.value ?? "")) context.cannot("runs_others");
  if (value.length > 0) program.sets.push(operands.map(({ text }) => text).join(" "));
}
