import { changedFolders, lastPart, withinFolders } from "./changed-folder.ts";
import { allPrograms, type Program, type Step, type Word } from "./reading.ts";

/** Files whose targets every program on the machine loads. */
const ofEveryProgram = /(?:^|\/)(?:ld\.so\.(?:preload|conf|cache)|ld\.so\.conf\.d\/.*|libc\.so\.6)$/;
/** Dotted names that name neither a program nor a file with code. */
const harmless =
  /(?:^|\/)\.(?:gitignore|gitkeep|keep|dockerignore|npmignore|eslintignore|prettierignore|helmignore|editorconfig|nojekyll|DS_Store)$/;
const hidden = /(?:^|\/)\.(?!\.?(?:\/|$))/;
const ofMachine = /^\/(?:etc|boot|lib(?:64)?\/systemd|usr\/lib\/systemd|Library)\//;
/** Files that shells and log-in programs read, without configuration. */
const ofShells =
  /(?:^|\/)\.(?:(?:bash|zsh?|k|mk|tc|c|fish|x|xsession)(?:rc|env|profile|_profile|login|_login|logout|_logout|_aliases)|profile|login|logout|pam_environment|xinitrc|inputrc|config|local)(?:\/|$)/;
const builtins =
  /^(?::|\[|cd|pushd|popd|dirs|echo|printf|true|false|test|pwd|exit|return|set|export|local|readonly|unset|read|wait|kill|type|umask|command|builtin|exec|time)$/;
/** git's commands with hooks or filters, which the project's files can name. */
const gitBringsNothing = /^(?:fetch|push|commit|add|status|log|diff|show|branch|tag|rev-parse)$/;
const gitHooks =
  /^(?:add|commit|push|merge|rebase|cherry-pick|revert|checkout|switch|stash|submodule|worktree)$/;
const known = new RegExp(
  `(?:^|/)(?:${[
    "(?:GNU)?[Mm]akefile|.*\\.mk|package(?:-lock)?\\.json|(?:jsr|deno|lerna|nx|turbo|biome|composer|global|components)\\.jsonc?|bunfig\\.toml",
    "(?:ts|js)config.*\\.json|.*\\.config\\.[cm]?[jt]sx?|.*rc\\.(?:js|cjs|mjs|json|ya?ml|toml)|(?:Gulp|Grunt)file.*",
    "(?:conftest|setup|noxfile|manage|fabfile|tasks|wscript|sitecustomize|usercustomize|__init__|__main__|settings)\\.py|.*\\.pth",
    "(?:pyproject|Pipfile|poetry|pdm|uv|Cargo|rust-toolchain|ruff|mypy|clippy|rustfmt|netlify|fly|wrangler)\\.(?:toml|lock|ini)|Pipfile",
    "(?:setup|tox|pytest|mypy|ansible|alembic|php|phpunit|my|odbc)\\.(?:cfg|ini|cnf)|(?:requirements|constraints).*\\.(?:txt|in)",
    "build\\.(?:rs|zig|xml|sbt|sc)|pom\\.xml|(?:build|settings|init)\\.gradle(?:\\.kts)?|gradle(?:-wrapper)?\\.properties|.*\\.(?:csproj|fsproj|vbproj|sln|props|targets)",
    "go\\.(?:mod|work|sum)|Gemfile.*|.*\\.gemspec|Rakefile|Guardfile|Podfile|Fastfile|Appfile|Brewfile|Vagrantfile|Procfile.*|[Jj]ustfile",
    "(?:Docker|Container)file.*|(?:docker-)?compose.*\\.ya?ml|Jenkinsfile.*|Tiltfile|skaffold\\.ya?ml|Chart\\.ya?ml|kustomization\\.ya?ml|values.*\\.ya?ml",
    "CMakeLists\\.txt|.*\\.cmake|CMake(?:User)?Presets\\.json|meson\\.build|meson_options\\.txt|SConstruct|SConscript|BUILD(?:\\.bazel)?|WORKSPACE.*|MODULE\\.bazel",
    ".*\\.tf(?:vars|\\.json)?|.*\\.nix|flake\\.lock|Snakefile|mix\\.exs|rebar\\.config|project\\.clj|Package\\.swift|stack\\.yaml|.*\\.cabal|cabal\\.project",
    "crontab|authorized_keys|known_hosts|sudoers|id_[a-z0-9]+|(?:ssh|sshd)_config|config\\.toml|.*\\.(?:service|timer|socket|desktop|plist|rules)",
    "(?:web|nuget|app)\\.config|log4j.*|logback.*|database\\.yml|procfile|phpunit\\.xml.*|phpcs\\.xml.*|angular\\.json|next\\.config.*|codecov\\.yml|azure-pipelines\\.ya?ml",
  ].join("|")})$`,
);
const hooks = /(?:^|\/)(?:\.git|\.husky|\.githooks)\//;
const keepsContent = /^(?:mkdir|touch|chmod|chown|chgrp|setfacl|chattr|rmdir)$/;
const copying = /^(?:cp|mv|ln|link|install|rsync|scp)$/;
export const unpacking = /^(?:git|tar|bsdtar|unzip|rsync|scp|patch|split|aws|gh|docker|podman|wget|curl)$/;
/** Transfers, which look for no configuration in their target folders. */
const transferring = /^(?:curl|wget|ssh|scp|rsync|tar|bsdtar|aws|gh)$/;

/**
 * Whether a command writes a file that another of its programs can read as configuration, and that
 * can name a program: a hook of git, a script of a project, a dotfile. The order isn't considered.
 * @param fetchesFiles whether it writes files with any names
 */
export function writesConfiguration(steps: Step[], fetchesFiles: boolean) {
  const programs = [...allPrograms(steps)];
  const folders = changedFolders(programs);
  const readers = programs.filter(({ isConfigured }) => isConfigured);
  for (const writer of programs) {
    const name = lastPart(writer.name ?? "");
    const isRead = readers.some(
      (reader) => reader !== writer && reader.elsewhere === writer.elsewhere && !isOwnWrapper(reader, writer),
    );
    const brings = unpacking.test(name) && !(name === "git" && bringsNothing(writer));
    if (fetchesFiles && brings && hasReaderOfFolder(readers, writer)) return true;
    if (keepsContent.test(name)) {
      // An earlier command can have written the hook, which only now becomes runnable.
      const changed = writer.writes.flatMap((word) => withinFolders(word, folders));
      if (isRead && name === "chmod" && changed.some(({ text }) => hooks.test(text))) return true;
      continue;
    }
    const hasOthers = programs.some((other) => isOther(other, writer));
    for (const written of writtenBy(writer, name).flatMap((word) => withinFolders(word, folders))) {
      if (ofEveryProgram.test(written.value ?? "")) return true;
      const path = written.value ?? written.text.replace(/["']/g, "");
      if (hasOthers && (ofMachine.test(path) || ofShells.test(path))) return true;
      if (!isConfiguration(written)) continue;
      if (isRead || (writer.isConfigured && written.text.includes(`.${name}`))) return true;
    }
  }
  return false;
}

/** A mere runner of the writer, such as ssh. */
function isOwnWrapper(reader: Program, writer: Program) {
  return reader.elsewhere !== writer.elsewhere && [...allPrograms(reader.runs)].includes(writer);
}

/** Whether the shell starts a program beside the writer, and not only to run the writer. */
export function isOther(other: Program, writer: Program) {
  if (other === writer || other.kind !== "program" || other.elsewhere !== writer.elsewhere) return false;
  if (builtins.test(other.name ?? "")) return false;
  return ![...allPrograms(other.runs)].includes(writer);
}

/** A call of git without new files, or only from the project's own remote. */
function bringsNothing({ args: [verb, ...rest] }: Program) {
  const remote = rest.find(({ value }) => !value?.startsWith("-"));
  if (verb?.value === "pull") return remote === undefined || remote.value === "origin";
  return gitBringsNothing.test(verb?.value ?? "");
}

function hasReaderOfFolder(readers: Program[], writer: Program) {
  return readers.some((reader) => {
    const name = lastPart(reader.name ?? "");
    if (reader === writer || transferring.test(name)) return false;
    // Without hooks, git reads no file of the project that names a program.
    if (name !== "git" || lastPart(writer.name ?? "") !== "git") return true;
    return reader.args.some(({ value }) => gitHooks.test(value ?? ""));
  });
}

/** In a folder, a file keeps its source's name. */
function writtenBy({ writes, reads }: Program, name: string) {
  return copying.test(name) ? [...writes, ...reads] : writes;
}

function isConfiguration({ text, value }: Word) {
  if (value === undefined) return isUnclear(text.replace(/["']/g, ""));
  const path = value.replace(/^\w+=/, "");
  if (harmless.test(path)) return false;
  return hidden.test(path) || ofMachine.test(path) || known.test(path);
}

/** A dynamic path is harmless with a glob between folder and ending, or an ending of notes or outputs. */
function isUnclear(text: string) {
  if (hidden.test(text) || ofMachine.test(text) || known.test(text)) return true;
  return !/^(?:[\w-]+\/)+[\w*?-]+\.\w+$|\.(?:log|out|csv|md|html|png|tmp|pid)$/.test(text);
}
