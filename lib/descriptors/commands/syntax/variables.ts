import type { Node } from "web-tree-sitter";
import { type Context, childrenOf } from "../context.ts";

/** Variables that change which program runs, or make a program run another: by name and by ending. */
const powerful = new RegExp(
  `^(?:${[
    "LD_.*|DYLD_.*|BASH.*|ENV|IFS|PS[0-9]|SHELL.*|PROMPT_COMMAND|CDPATH|FIGNORE|FPATH|GLOBIGNORE|EXECIGNORE",
    "GIT_.*|SSH_.*|PYTHON.*|PERL.*|RUBY.*|NODE_(?!ENV$).*|NPM_.*|YARN_.*|PNPM_.*|BUN_.*|DENO_.*|PIP_.*|UV_.*",
    "GEM_.*|BUNDLE_.*|JAVA_.*|JDK_.*|_JAVA.*|JDK_JAVA_.*|CLASSPATH|MAVEN_.*|GRADLE_.*|CARGO_.*|RUSTC.*|RUSTDOC.*",
    "RUSTUP_.*|GOFLAGS|GOROOT|GOPATH|GOENV|GOPROXY|GOTOOL.*|GOBIN|GOCACHE.*|GONOSUM.*|GOSUM.*|CC|CXX|LD|AR|AS|CPP",
    "CFLAGS|CXXFLAGS|LDFLAGS|MAKE.*|EDITOR|VISUAL|PAGER|.*_PAGER|.*_EDITOR|BROWSER|LESS.*|MAN.*|SYSTEMD_.*",
    "TERMINFO.*|TERMCAP|HOME|USERPROFILE|APPDATA|TMPDIR|TEMP|TMP|XDG_.*|LOCPATH|NLSPATH|GCONV_PATH|.*PROXY",
    "SSL_.*|OPENSSL_.*|CURL_.*|WGET.*|KUBECONFIG|DOCKER_.*|HISTFILE|HISTCONTROL|HOSTALIASES|RES_OPTIONS|TAR_.*",
    "RSYNC_.*|CVS_.*|SVN_.*|ANSIBLE_.*|TF_.*|VAGRANT_.*|FZF_.*|GREP_.*|ZDOTDIR|POSIXLY_CORRECT|DISPLAY|SUDO_.*|ZIP.*|UNZIP.*",
    "DOTNET_.*|CORECLR_.*|COREHOST.*|MSBUILD.*|NUGET_.*|MVNW_.*|PYTEST_.*|XZ_.*",
    "UID|EUID|PPID|OPTIND|RANDOM|SECONDS|LINENO|FUNCNEST|EPOCHSECONDS|DIRSTACK|GROUPS|PIPESTATUS|REPLY_.*|_",
    ".*(?:PATH|OPTS?|OPTIONS|OPTIONS_FILE|_ARGS|_COMMAND|_CMD|_PRELOAD|_WRAPPER|_HOOKS?|_ASKPASS|_RC|_SHELL|_INIT)",
    ".*(?:_HOME|_CONFIG|_CONFIG_DIR|_CONFIG_FILE|_STARTUP|_PLUGINS?|_LIBRARY|_LAUNCHER|_EXEC|_BIN|_BINARY)",
  ].join("|")})$`,
  "i",
);

export function isPowerfulVariable(variable: string): boolean {
  return powerful.test(variable) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable);
}

/**
 * Variables of the environment that choose no program, file or code. Their values are plain too: make
 * calculates what it finds in its environment, and projects have files with the name of `NODE_ENV`.
 */
const harmless =
  /^(?:NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|MIX_ENV|FLASK_ENV|ENVIRONMENT|CI|DEBUG|VERBOSE|LOG_LEVEL|RUST_LOG|RUST_BACKTRACE|PORT|FORCE_COLOR|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|COLUMNS|LINES|GOOS|GOARCH|SOURCE_DATE_EPOCH)$/;
const plainValue = /^\w+=(["']?)[\w.,:@+=*%-]*\1$/;
/** Values that are looked up as files: only names within the system's folder. */
const lookedUp = /^(?:LANG|LC_[A-Z]+|TZ|TERM)=(["']?)[A-Za-z][\w.@+:-]*(?:\/[\w+-]+)*\1$/;

/**
 * Records that a variable of a program's environment is set, by the assignment `text`. Programs
 * read their environment in ways of their own: only listed names with a written value are harmless.
 */
export function setsEnvironment(context: Context, name: string, text: string) {
  const isHarmless = (harmless.test(name) && plainValue.test(text)) || lookedUp.test(text);
  if (isPowerfulVariable(name)) context.cannot("changed_environment");
  else if (!isHarmless) context.cannot("unlisted_variable");
}

/** Records that a shell variable is set. A variable that programs read is probably in the environment too. */
export function setsVariable(context: Context, name: string, text: string) {
  if (harmless.test(name) || lookedUp.test(`${name}=C`)) setsEnvironment(context, name, text);
  else if (isPowerfulVariable(name)) context.cannot("changed_environment");
}

/** Builtins that fill the variables in their words. */
const fillers =
  /(?<![\w.-])(?:read|printf|mapfile|readarray|getopts|declare|typeset|local|export|readonly|let|wait)(?![\w.-])/;

/** The variables that a text sets to numbers only. */
export function findNumbers(root: Node): Set<string> {
  if (fillers.test(root.text)) return new Set();
  const numbers: Set<string> = new Set();
  const others: Set<string> = new Set();
  for (const node of root.descendantsOfType(["variable_assignment", "for_statement"])) {
    if (!node) continue;
    const name = (node.childForFieldName("name") ?? node.childForFieldName("variable"))?.text ?? "";
    const values = childrenOf(node).filter((_child, index) => node.fieldNameForChild(index) === "value");
    const isNumber =
      values.length > 0 &&
      values.every(({ type, text }) => type === "arithmetic_expansion" || number.test(text));
    (isNumber ? numbers : others).add(name);
  }
  for (const name of others) numbers.delete(name);
  return numbers;
}

/** A number or a range. A calculation is a number too, and checked where read. */
const number = /^(?:-?[0-9]+|\{[0-9]+\.\.[0-9]+\})$/;
