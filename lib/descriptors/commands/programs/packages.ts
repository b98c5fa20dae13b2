import type { ReadWord } from "../reading.ts";
import { type Call, type Handler, readKnownOptions, runWords } from "./call.ts";
import { projectOptions, projectPrograms } from "./projects.ts";
import { same } from "./same.ts";

/** Options of runners before `--`. The script gets the words after. */
const runnerOptions =
  /^(?:-[vqxsk]|-j[0-9]*|--(?:release|silent|if-present|workspace|workspaces|all-targets|all-features|features|no-default-features|locked|offline|verbose|quiet|all|lib|bins|tests|examples|no-run|check|fix|allow-dirty|coverage|watch|ci|bin|package|no-deps|open)(?:=[\w,./-]*)?|-(?:run|count|race|cover|short|timeout|bench|v|p|w|F|o|tags)(?:=[\w,./-]*)?)$/;

/** Names from a registry, where anyone can publish. */
function packageManager(installing: RegExp, running: RegExp, harmless: RegExp): Handler {
  return (call) => {
    const { context, words } = call;
    const verb = words[0]?.value ?? "";
    const rest = words.slice(1);
    // Without a verb, yarn installs.
    if (words.length === 0 && call.base === "yarn") context.runsProject();
    if (words.length === 0 || /^(?:--version|-v|--help)$/.test(verb)) return;
    if (rest.some((word) => word.splits) || words[0]?.isStatic === false)
      return context.cannot("unknown_arguments");
    if (installing.test(verb)) {
      // To other programs, `-r` has no value.
      const isFile = (word: ReadWord, index: number) =>
        /^pip3?$/.test(call.base) &&
        /^(?:-r|--requirement)$/.test(rest[index - 1]?.value ?? "") &&
        word.isStatic &&
        !word.start.includes(":");
      const named = rest.some((word, index) => !word.start.startsWith("-") && !isFile(word, index));
      const flags =
        /^(?:-[DEgSr]|--(?:save-dev|save-exact|global|no-audit|no-fund|ignore-scripts|frozen-lockfile|immutable|prefer-offline|production|no-cache-dir|quiet|requirement|silent|upgrade|user|locked|omit=dev))$/;
      if (named) context.cannot("downloaded_code");
      else if (rest.some((word) => word.start.startsWith("-") && !flags.test(word.value ?? "")))
        context.cannot("unknown_option");
      context.runsProject();
    } else if (running.test(verb)) {
      const end = rest.findIndex(({ value }) => value === "--");
      const own = end < 0 ? rest : rest.slice(0, end);
      if (
        own.some(
          (word) => (word.start.startsWith("-") || !word.isStatic) && !runnerOptions.test(word.value ?? ""),
        )
      )
        context.cannot("unknown_option");
      // Their operand can be a package's address, with code that runs while packing.
      if (/^(?:publish|pack)$/.test(verb) && rest.some(isOperand)) context.cannot("downloaded_code");
      // Adds a foreign folder's code to the project.
      if (call.base === "go" && verb === "work") context.cannot("runs_others");
      // A tool of the project gets the words after `--`: `--config=/tmp/x` would name its code.
      const passed = end < 0 ? [] : rest.slice(end + 1);
      if (!passed.every((word) => isToolOption(word))) context.cannot("unlisted_option");
      context.runsProject();
    } else if (verb === "run" && rest[0]?.start.startsWith(".") && rest[0].isStatic) context.runsProject();
    else if (!harmless.test(verb)) context.cannot("runs_others");
    else {
      if (changesPackages.test(verb)) context.runsProject();
      if (verb === "docs" || rest.some((word) => !isPlain(word))) context.cannot("unlisted_option");
    }
  };
}

/** Commands that install nothing new, and run the project's scripts or build files. */
const changesPackages = /^(?:remove|rm|uninstall|prune|dedupe|lock|tree|metadata|list|validate)$/;
const isOperand = ({ start }: ReadWord) => !start.startsWith("-");

/** Options of look-ups, which run nothing. */
const plainOptions =
  /^(?:-[aglqsvy]|--(?:json|long|all|global|production|depth|parseable|outdated|quiet|verbose|yes|format|omit|locked|offline|tree|no-deps)(?:=[\w,.-]*)?)$/;

function isToolOption({ isStatic, start }: ReadWord) {
  if (!start.startsWith("-")) return isStatic || start !== "";
  return (
    projectOptions.test(start) ||
    runnerOptions.test(start) ||
    /^--(?:nocapture|test-threads(?:=[0-9]+)?)$/.test(start)
  );
}

function isPlain({ isStatic, start, value }: ReadWord) {
  // `npm audit fix` installs.
  return isStatic && value !== "fix" && (!start.startsWith("-") || plainOptions.test(start));
}

const never = /^(?!)/;
const npm = packageManager(
  /^(?:install|i|add|ci|update|upgrade)$/,
  /^(?:run|run-script|test|t|start|build|rebuild|lint|dev|typecheck|format|check|restart|stop|publish|pack|version)$/,
  /^(?:ls|list|outdated|view|info|audit|why|whoami|prune|uninstall|remove|rm|ping|search|root|bin|docs|explain|owner|dedupe)$/,
);
const pip = packageManager(
  /^(?:install|download|wheel)$/,
  never,
  /^(?:list|show|freeze|check|uninstall|search)$/,
);
const cargo = packageManager(
  /^(?:install|add|update)$/,
  /^(?:build|b|check|c|test|t|run|r|bench|clippy|fmt|doc|fix|publish|package)$/,
  /^(?:tree|clean|metadata|search|remove|version|login|owner|yank)$/,
);
const go = packageManager(
  /^(?:install|get)$/,
  /^(?:build|test|vet|fmt|generate|mod|work)$/,
  /^(?:version|env|list|doc|clean)$/,
);
const uv = packageManager(/^(?:add|sync)$/, never, /^(?:lock|tree|remove|version|venv)$/);
const gem = packageManager(
  /^(?:install|update)$/,
  never,
  /^(?:list|search|info|uninstall|outdated|push|yank)$/,
);
const composer = packageManager(
  /^(?:install|require|update)$/,
  /^(?:run-script|run)$/,
  /^(?:show|outdated|validate|audit|remove)$/,
);

/** An operating system's packages come from repositories of its admin. */
function systemPackages(call: Call): void {
  const { operands } = readKnownOptions(call, {
    flags:
      "-yqfVusd --yes --quiet --assume-yes --no-install-recommends --purge --auto-remove --no-cache --cask --update --refresh --noconfirm -Syu -Sy -S -R -Rs --force-yes --installed --upgradable --all",
  });
  const verb =
    /^(?:install|update|upgrade|dist-upgrade|full-upgrade|remove|purge|autoremove|search|list|show|info|clean|autoclean|add|del|uninstall|check-update|policy|services|outdated|reinstall|deps|leaves|doctor|cleanup|download|mark|provides|repolist)$/;
  if (
    call.base !== "pacman" &&
    call.words.some(({ value }) => value !== "--version") &&
    !verb.test(operands[0]?.value ?? "")
  )
    call.context.cannot("runs_others");
  if (operands.some(({ start }) => /[/:]|\.(?:deb|rpm|apk|rb)$/.test(start)))
    call.context.cannot("downloaded_code");
}

/** `npx` and its kin download and run a package that isn't installed. */
function packageRunner(call: Call) {
  const { base, context, words } = call;
  // Runs packages of the project's lock file.
  const verb = { bundle: "exec", poetry: "run", pipenv: "run" }[base];
  if (verb && words[0]?.value === verb && words[1]?.isStatic) {
    context.runsProject();
    return runWords(call, words.slice(1));
  }
  const [option, tool] = words.map(({ value }) => value ?? "");
  if (!/^(?:npx|bunx)$/.test(base) || !/^--no(?:-install)?$/.test(option ?? ""))
    return context.cannot("downloaded_code");
  // The name is looked up in the project first, and only tools of a project are read there.
  if (!(tool && tool in projectPrograms) && !/^(?:tsx|ts-node)$/.test(tool ?? ""))
    return context.cannot("runs_others");
  context.runsProject();
  return runWords(call, words.slice(1));
}

export const packagePrograms: Record<string, Handler> = {
  ...{ npm, pnpm: npm, yarn: npm, pip, pip3: pip, cargo, go, uv, gem, composer },
  ...same("apt apt-get apt-cache yum dnf apk brew pacman zypper", systemPackages),
  ...same("npx bunx uvx pipx pnpx dlx snap flatpak nix nix-shell nix-env conda mamba", packageRunner),
  ...same("poetry bundle pipenv sbt lein deno rake mix bazel buck msbuild xcodebuild meson", packageRunner),
};
