// @ts-check
import { readOptions } from "./options.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").Handler} Handler */

/**
 * Programs that run the code of the project in the working folder. The reading names them and what
 * they are asked for; the project's files are read in its reviews.
 */
const projectTools =
  "pytest tox nox mypy ruff black flake8 isort pylint eslint prettier tsc vitest jest mocha biome webpack vite rollup gradle gradlew mvn mvnw ninja ctest golangci-lint rubocop rspec phpunit dotnet swiftlint pre-commit turbo nx lerna playwright cypress knip next astro cmake".split(
    " ",
  );

/** Options that name no program, plugin, configuration or code elsewhere. */
const projectOptions =
  /^(?:-(?:[vqxsklmntuwF]|vv|qq|[0-9]+|j[0-9]*|Pdev)|-D(?:skipTests|test|maven\.test\.skip|CMAKE_BUILD_TYPE)(?:=[\w,*#.-]*)?|--(?:fix|check|write|watch|watchAll|noEmit|coverage|run|ci|verbose|quiet|silent|maxfail|lf|ff|tb|reporter|strict|cov|no-cov|grep|headed|release|no-cache|all|bail|updateSnapshot|testNamePattern|diff|line-length|color|no-color|debug|parallel|info|stacktrace|offline|no-daemon|all-files|skip-lib-check|skipLibCheck|port|host|filter|ext|max-warnings|format|durations|workers|help|version|build|target|all-targets|tests|no-run|pretty|incremental|single-run|runInBand|passWithNoTests)(?:=[\w,.*:/-]*)?)$/;

/** @type {Handler} */
export function projectTool({ base, context, words }) {
  context.runsProject();
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

/** @type {Handler} */
function make(call) {
  const { options, operands, hasUnknown, hasDynamic } = readOptions(call.words, {
    flags: "-Bknsiw --always-make --keep-going --dry-run --silent",
    values: "-C -f -j --jobs --directory --file",
    hasNumbers: true,
  });
  const hasBareJobs = call.words.at(-1)?.value === "-j";
  if (hasUnknown && !hasBareJobs) call.context.cannot("unknown_option");
  if (hasDynamic) call.context.cannot("unknown_arguments");
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
    if (value && /^(?:-f|--file)$/.test(name)) call.context.runsFile(value);
  call.context.runsProject();
}

/** @type {Record<string, Handler>} */
export const projectPrograms = {
  ...Object.fromEntries(projectTools.map((name) => [name, projectTool])),
  ...{ make, gmake: make },
};
