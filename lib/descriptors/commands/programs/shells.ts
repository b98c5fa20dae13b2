import type { ReadWord } from "../reading.ts";
import { type Call, type Handler, runText } from "./call.ts";
import { canBecomeOption } from "./options.ts";
import { projectTool } from "./projects.ts";
import { same } from "./same.ts";

const posixShells = "sh bash dash ash rbash";
const otherShells = "zsh ksh mksh csh tcsh fish yash pwsh powershell cmd nu xonsh elvish rc es";
const interpreters =
  "python pypy node nodejs bun perl ruby php lua luajit tclsh wish rscript julia ghci runghc groovy elixir iex erl escript swift osascript guile racket sbcl clisp ocaml expect jshell irb ipython ts-node tsx octave scala kotlin java jruby raku r m4 gnuplot sqlite3 psql mysql mariadb mongo mongosh bc dc";
/** Programs that run others in ways that no table describes. */
const others =
  "vim vi nvim view ex ed emacs nano pico gdb lldb less more most man info screen script socat nc ncat netcat telnet ftp sftp busybox toybox at batch crontab parallel entr strace ltrace valgrind unshare nsenter chroot capsh start-stop-daemon run-parts perf flock dbus-send open xdg-open ansible ansible-playbook vagrant nmap tcpdump rename ld ld.so systemd-run runuser setpriv sg newgrp login agetty machinectl lxc ctr crictl nerdctl pssh pdsh mosh rlogin rsh rexec cpulimit prlimit firejail bwrap proot fakeroot gtimeout gxargs genv gsudo stdin cpio pax ar make-kpkg git-shell gpg gpg2 mail mutt sendmail exiftool ffmpeg convert hexedit fzf dialog whiptail zenity notify-send inotifywait watchman nodemon pm2 forever supervisord expect-lite unexpand-run repeat noglob nocorrect foreach caller";

/** A shell: `-c` with a static text is read, the rest is code. */
function posixShell(call: Call): void {
  const { context, program, words } = call;
  let at = 0;
  let hasCode = false;
  for (; at < words.length; at += 1) {
    const word = words[at];
    if (!word || !/^[-+]/.test(word.value ?? "") || word.value === "-") break;
    if (word.value === "--") {
      at += 1;
      break;
    }
    // Options for start-up files or other input aren't in the list.
    if (/^-[celuxv]+$/.test(word.value ?? "")) hasCode ||= word.value?.includes("c") ?? false;
    else if (word.value === "-o" && words[at + 1]?.value === "pipefail") at += 1;
    else if (!/^--(?:norc|noprofile|posix)$/.test(word.value ?? "")) context.cannot("unknown_option");
  }
  const [first, ...rest] = words.slice(at);
  // Words after the code are parameters, which the code can run.
  if (hasCode && rest.length > 0 && /\$|`|\beval\b/.test(first?.value ?? ""))
    context.cannot("evaluated_text");
  if (hasCode) runText(call, first, { shell: call.base });
  else readScript(call, first);
  if (!hasCode && first) program.reads.push(first);
}

function readScript({ context }: Call, file: ReadWord | undefined) {
  if (file === undefined) context.cannot("code_from_input");
  else if (!file.isStatic || canBecomeOption(file)) context.cannot("unknown_program");
  else if (file.value === "-" || /^(?:\/dev\/|\/proc\/)/.test(file.value ?? ""))
    context.cannot("code_from_input");
  else if (/^[a-z]+:/i.test(file.value ?? "")) context.cannot("downloaded_code");
  else context.runsFile(file);
}

/** Options before a script that load no code. */
const plainOptions: Record<string, RegExp> = {
  python: /^-(?:u|B|E|I|O|OO|q|s|S)$/,
  node: /^--(?:no-warnings|enable-source-maps|trace-warnings|trace-deprecation|watch|max-old-space-size=[0-9]+|experimental-strip-types)$/,
  ruby: /^-(?:w|W[0-2]?)$/,
  perl: /^-w$/,
};

const interactive = /^(?:ghci|iex|erl|jshell|sbcl|clisp|irb|ipython|wish|tclsh|guile|racket|ocaml|octave)$/;

/** `python -m json.tool file`: a second file would be written. */
function readJsonTool({ context, program, words }: Call) {
  const options = /^--(?:sort-keys|no-ensure-ascii|json-lines|tab|no-indent|compact)$/;
  const operands = words.slice(2).filter(({ value }) => !options.test(value ?? ""));
  const [file] = operands;
  if (operands.length > 1 || /^-./.test(file?.start ?? "")) context.cannot("unlisted_option");
  if (file && canBecomeOption(file)) context.cannot("unknown_arguments");
  context.runsProject();
  program.reads.push(...operands);
  program.takesInput = !file || file.value === "-";
}

function interpreter(call: Call) {
  const [first] = call.words;
  if (call.words.length === 1 && /^(?:--version|-V|--help|-v)$/.test(first?.value ?? "")) return;
  const modules =
    /^(?:pytest|unittest|mypy|black|ruff|flake8|isort|pylint|json\.tool|http\.server|py_compile|compileall|build|coverage)$/;
  const isPython = /^(?:python|pypy)/.test(call.base);
  const before = call.words.findIndex(
    ({ value }) => !plainOptions[isPython ? "python" : call.base]?.test(value ?? ""),
  );
  if (before > 0) return interpreter({ ...call, words: call.words.slice(before) });
  if (isPython && first?.value === "-m" && modules.test(call.words[1]?.value ?? "")) {
    for (const word of call.words.slice(2)) call.context.runsFile(word);
    if (call.words[1]?.value === "json.tool") return readJsonTool(call);
    return projectTool({ ...call, base: call.words[1]?.value ?? "", words: call.words.slice(2) });
  }
  if (isPython && first?.value === "-m" && call.words[1]?.value === "venv") return;
  if (first?.value?.startsWith("-") && first.value !== "-")
    call.context.cannot(
      /^-[a-z]*[cemrpE]|^--(?:eval|print|require|import)/.test(first.value)
        ? "inline_code"
        : "unknown_option",
    );
  else readScript(call, first);
  if (first) call.program.reads.push(first);
  // After the file, these read code from their input.
  const isInteractive = call.base === "node" ? first?.value === "inspect" : interactive.test(call.base);
  if (isInteractive) call.context.cannot("runs_others");
  if (
    /^(?:bun|java|scala|kotlin|swift|r|m4|gnuplot|sqlite3|psql|mysql|mariadb|mongo|mongosh|bc|dc|php|expect)$/.test(
      call.base,
    )
  )
    call.context.cannot("runs_others");
}

function unread({ context, words }: Call): void {
  if (words.length === 1 && /^(?:--version|--help)$/.test(words[0]?.value ?? "")) return;
  context.cannot("runs_others");
}

export const shellPrograms: Record<string, Handler> = {
  ...same(posixShells, posixShell),
  ...same(otherShells, unread),
  ...same(interpreters, interpreter),
  ...same(others, unread),
};
