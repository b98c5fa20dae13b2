// @ts-check
import { allPrograms } from "./reading.mjs";

/** @typedef {import("./reading.mjs").Program} Program */
/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reading.mjs").Word} Word */

/** Files of which each program on the machine loads what they name. */
const ofEveryProgram = /(?:^|\/)(?:ld\.so\.(?:preload|conf|cache)|ld\.so\.conf\.d\/.*|libc\.so\.6)$/;
/** Names that begin with a dot, and that name neither a program nor a file with code. */
const harmless =
  /(?:^|\/)\.(?:gitignore|gitkeep|keep|dockerignore|npmignore|eslintignore|prettierignore|helmignore|editorconfig|nojekyll|DS_Store)$/;
const hidden = /(?:^|\/)\.(?!\.?(?:\/|$))/;
/** Folders and files of the machine's own configuration. */
const ofMachine = /^\/(?:etc|boot|lib(?:64)?\/systemd|usr\/lib\/systemd|Library)\//;
/** Names that the programs of a project look for. */
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
const unpacking = /^(?:tar|bsdtar|unzip|rsync|scp|patch|split|aws|gh|docker|podman)$/;
/** Programs that get files and look for no configuration in the folders that they write to. */
const transferring = /^(?:curl|wget|ssh|scp|rsync|tar|bsdtar|aws|gh)$/;

/**
 * Whether a command writes a file that another of its programs can read as configuration, and that can
 * name a program: a hook of git, a script of a project, a dotfile. The order isn't considered.
 * @param {Step[]} steps
 * @param {boolean} fetchesFiles whether it writes files with any names
 */
export function writesConfiguration(steps, fetchesFiles) {
  const programs = [...allPrograms(steps)];
  const readers = programs.filter(({ isConfigured }) => isConfigured);
  for (const writer of programs) {
    const name = lastPart(writer.name ?? "");
    const isRead = readers.some(
      (reader) => reader !== writer && reader.elsewhere === writer.elsewhere && !isOwnWrapper(reader, writer),
    );
    if (fetchesFiles && unpacking.test(name) && hasReaderOfFolder(readers, writer)) return true;
    if (keepsContent.test(name)) {
      // An earlier command can have written the hook, which runs only from now on.
      if (isRead && name === "chmod" && writer.writes.some(({ text }) => hooks.test(text))) return true;
      continue;
    }
    for (const written of writtenBy(writer, name)) {
      if (ofEveryProgram.test(written.value ?? "")) return true;
      if (!isConfiguration(written)) continue;
      if (isRead || (writer.isConfigured && written.text.includes(`.${name}`))) return true;
    }
  }
  return false;
}

/** A program that does nothing but run the writer, such as ssh. @param {Program} reader @param {Program} writer */
function isOwnWrapper(reader, writer) {
  return reader.elsewhere !== writer.elsewhere && [...allPrograms(reader.runs)].includes(writer);
}

/** @param {Program[]} readers @param {Program} writer */
function hasReaderOfFolder(readers, writer) {
  return readers.some((reader) => reader !== writer && !transferring.test(lastPart(reader.name ?? "")));
}

/** In a folder, a file keeps the name that it was copied from. @param {Program} writer @param {string} name */
function writtenBy({ writes, reads }, name) {
  return copying.test(name) ? [...writes, ...reads] : writes;
}

/** @param {Word} word */
function isConfiguration({ text, value }) {
  if (value === undefined) return isUnclear(text.replace(/["']/g, ""));
  const path = value.replace(/^\w+=/, "");
  if (harmless.test(path)) return false;
  return hidden.test(path) || ofMachine.test(path) || known.test(path);
}

/**
 * A path that is known only when the command runs is harmless if a glob fills in a part between a folder
 * and an ending, or if anything is filled in before an ending that only notes and outputs have.
 * @param {string} text
 */
function isUnclear(text) {
  if (hidden.test(text) || ofMachine.test(text) || known.test(text)) return true;
  return !/^(?:[\w-]+\/)+[\w*?-]+\.\w+$|\.(?:log|out|csv|md|html|png|tmp|pid)$/.test(text);
}

/** @param {string} path */
function lastPart(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
