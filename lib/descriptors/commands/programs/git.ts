import type { ReadWord } from "../reading.ts";
import { type Call, readKnownOptions } from "./call.ts";
import { gitVerbs } from "./git-table.ts";
import { type Option, readOptions } from "./options.ts";

/** Options before the subcommand. `-c`, `--exec-path` and `--git-dir` can name programs. */
const globalSpec = {
  flags: "-P --no-pager --no-optional-locks --literal-pathspecs --version --help",
  values: "-C",
  stopsEarly: true,
};

/** Subcommands by effect. Another name could be an alias, which can run any program. */
const local =
  /^(?:status|log|diff|show|branch|tag|add|commit|restore|reset|rm|mv|stash|checkout|switch|merge|cherry-pick|revert|blame|describe|rev-parse|rev-list|reflog|ls-files|ls-tree|cat-file|shortlog|clean|init|worktree|symbolic-ref|for-each-ref|show-ref|merge-base|name-rev|count-objects|fsck|gc|apply|version|help|sparse-checkout|check-ignore|diff-tree|diff-index|hash-object|whatchanged|notes|range-diff|update-index|update-ref|var|write-tree|prune|repack)$/;
const remote = /^(?:clone|fetch|pull|push|ls-remote|remote|submodule)$/;
/** `rebase -x` and `bisect run` run a command. */
const careful = /^(?:rebase|bisect|config|grep)$/;

export function git(call: Call) {
  const { context, program, words } = call;
  const outer = readOptions(words, globalSpec);
  const [name, ...rest] = outer.operands;
  if (outer.hasUnknown) context.cannot("unknown_option");
  if (outer.hasDynamic || (name && !name.isStatic)) context.cannot("unknown_arguments");
  const verb = name?.value ?? "";
  if (name === undefined) return;
  if (!local.test(verb) && !remote.test(verb) && !careful.test(verb)) return context.cannot("runs_others");
  if (verb === "config") return readConfig(call, rest);
  if (!(verb in gitVerbs)) context.cannot("unlisted_option");
  const { options, operands } = readKnownOptions(call, gitVerbs[verb] ?? {}, rest);
  if (verb === "bisect" && !/^(?:start|good|bad|reset|skip|log)$/.test(operands[0]?.value ?? ""))
    context.cannot("runs_others");
  if (
    verb === "submodule" &&
    !/^(?:update|status|init|sync|add|deinit)$/.test(operands[0]?.value ?? "status")
  )
    context.cannot("runs_others");
  if (bringsFiles(verb, options, operands)) context.fetchesFiles();
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

/** Whether files of another state of the repository, unseen by the approver, come into the project. */
function bringsFiles(verb: string, options: Option[], operands: ReadWord[]) {
  const has = (names: RegExp) => options.some(({ name }) => names.test(name));
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

function readRemote({ context, program }: Call, verb: string, operands: ReadWord[]) {
  const isUrl = (word: ReadWord) => !word.isStatic || /:|^[./~]/.test(word.start);
  const addresses = verb === "remote" || verb === "submodule" ? operands.filter(isUrl) : operands.slice(0, 1);
  program.hosts.push(...addresses);
  // `ext::command` and `fd::` run commands; helpers such as `foo::` run programs.
  if (operands.some(({ start, isStatic }) => /^[\w+-]*::/.test(start) || (!isStatic && start === "")))
    context.cannot("runs_others");
  if (addresses.some(({ text }) => /[^\x20-\x7e]|xn--/i.test(text))) context.cannot("hidden_characters");
  if (addresses.some(({ start }) => /:\/\/-|::/.test(start))) context.cannot("unlisted_option");
  // A foreign repository.
  const isOther =
    (/^(?:pull|fetch)$/.test(verb) && operands.length > 0 && operands[0]?.value !== "origin") ||
    (/^(?:remote|submodule)$/.test(verb) && /^(?:add|set-url)$/.test(operands[0]?.value ?? ""));
  if (isOther) context.fetchesFiles();
  if (verb === "clone") {
    program.writes.push(...operands.slice(0, 2));
    context.fetchesFiles();
  }
}

/** Settings are harmless only by name. */
function readConfig({ context, program }: Call, words: ReadWord[]) {
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
