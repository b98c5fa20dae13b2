import { type Call, type Handler, readKnownOptions } from "./call.ts";
import { same } from "./same.ts";

/** Programs that run the working folder's project, whose files are read in its own reviews. */
const projectTools =
  "pytest tox nox mypy ruff black flake8 isort pylint eslint prettier tsc vitest jest mocha biome webpack vite rollup gradle gradlew mvn mvnw ninja ctest golangci-lint rubocop rspec phpunit dotnet swiftlint pre-commit turbo nx lerna playwright cypress knip next astro cmake";

/** Options without programs, plugins, configuration or foreign code. */
export const projectOptions =
  /^(?:-(?:[vqxsklmntuwF]|vv|qq|[0-9]+|j[0-9]*|Pdev)|-D(?:skipTests|test|maven\.test\.skip|CMAKE_BUILD_TYPE)(?:=[\w,*#.-]*)?|--(?:fix|check|write|watch|watchAll|noEmit|coverage|run|ci|verbose|quiet|silent|maxfail|lf|ff|tb|reporter|strict|cov|no-cov|grep|headed|release|no-cache|all|bail|updateSnapshot|testNamePattern|diff|line-length|color|no-color|debug|parallel|info|stacktrace|offline|no-daemon|all-files|skip-lib-check|skipLibCheck|port|host|filter|ext|max-warnings|format|durations|workers|help|version|build|target|all-targets|tests|no-run|pretty|incremental|single-run|runInBand|passWithNoTests)(?:=[\w,.*:/-]*)?)$/;

/** The commands of tools that can also install, download or run programs. */
const verbsOf = {
  dotnet: "build test run publish restore clean format pack",
  "pre-commit": "run install uninstall clean",
  nx: "run run-many build test lint serve affected graph show",
  turbo: "run build test lint dev",
  lerna: "run ls list changed version bootstrap",
  playwright: "test show-report",
  cypress: "run verify version",
  next: "build dev start lint info",
  astro: "build dev preview check sync",
  biome: "check format lint ci",
  vite: "build dev preview serve",
  webpack: "build serve watch",
  cmake: "",
};
/** Tools to which `@scope/name` is a package of the project. */
const namesScopes = /^(?:nx|turbo|lerna)$/;
/** Options with a possible module as value, which must be a plain name. */
const naming = /^--(?:format|reporter)(?:=|$)/;

function isKnownUse({ base, words }: Call): boolean {
  const verbs = base in verbsOf ? verbsOf[base as keyof typeof verbsOf].split(" ") : [""];
  const [first] = words;
  if (verbs[0] !== "" && first && !first.start.startsWith("-") && !verbs.includes(first.value ?? ""))
    return false;
  // MSBuild's options, which can name code, and files with arguments.
  if (base === "dotnet" && words.some(({ start }) => /^\/\w*(?::|$)/.test(start))) return false;
  if (!namesScopes.test(base) && words.some(({ start }) => start.startsWith("@"))) return false;
  // To Maven, files with settings and toolchains.
  if (base.startsWith("mvn") && words.some(({ start }) => /^-[slt]$/.test(start))) return false;
  return words.every(({ start }, index) => {
    const value = start.includes("=") ? start.slice(start.indexOf("=") + 1) : words[index + 1]?.value;
    return !naming.test(start) || value === undefined || /^[\w-]+$/.test(value);
  });
}

export function projectTool(call: Call): void {
  const { base, context, words } = call;
  context.runsProject();
  if (!isKnownUse(call)) context.cannot("unlisted_option");
  const places = base === "cmake" ? /^-[SBG]$/ : base === "tsc" ? /^(?:-p|--project|-b)$/ : undefined;
  for (const { start, splits, isStatic } of words) {
    if (splits || (!isStatic && start === "")) context.cannot("unknown_arguments");
    if (start.startsWith("-") && !projectOptions.test(start) && !places?.test(start))
      context.cannot("unknown_option");
  }
  const runsOther = /^(?:exec|cmd|try-repo|eval|dlx|open|watch-exec)$/.test(words[0]?.value ?? "");
  const hasPlugin =
    base.startsWith("mvn") && words.some(({ start }) => !start.startsWith("-") && start.includes(":"));
  if (runsOther || hasPlugin) context.cannot("runs_others");
}

function make(call: Call): void {
  // Without a number, `-j` takes no value, and the next word is an option or target.
  const words = call.words.filter(({ value }) => !/^(?:-j[0-9]*|--jobs(?:=[0-9]+)?)$/.test(value ?? ""));
  const { options, operands } = readKnownOptions(
    call,
    {
      flags: "-Bknsiw --always-make --keep-going --dry-run --silent",
      values: "-C -f -j --jobs --directory --file",
      hasNumbers: true,
    },
    words,
  );
  // Variables and `--eval` can carry commands.
  if (
    operands.some(
      ({ start }) =>
        /[=$`;|&]/.test(start) &&
        !/^(?:V|VERBOSE|DEBUG|VERSION|TAG|BUILD_TYPE|PREFIX|DESTDIR)=[\w./-]*$/.test(start),
    )
  )
    call.context.cannot("inline_code");
  if (
    operands.some(({ start }) => /^(?:SHELL|MAKEFLAGS|CC|CXX|LD|.*FLAGS|.SHELLFLAGS)\s*[:+?]?=/.test(start))
  )
    call.context.cannot("changed_environment");
  if (call.words.some(({ value }) => value === "-" || value === "-f-" || value === "--file=-"))
    call.context.cannot("code_from_input");
  for (const { name, value } of options)
    if (value && /^(?:-f|--file)$/.test(name)) {
      call.context.runsFile(value);
      if (/^\/(?:dev|proc)\//.test(value.start)) call.context.cannot("code_from_input");
    }
  call.context.runsProject();
}

export const projectPrograms: Record<string, Handler> = {
  ...same(projectTools, projectTool),
  ...same("make gmake", make),
};
