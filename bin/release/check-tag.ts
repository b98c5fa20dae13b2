import { SetupFailure } from "../setup/failure.mjs";
import { version } from "../setup/repository.mjs";

/** A tag names the version of this commit, and the changelog has its day. @throws {SetupFailure} */
export function refuseUnpreparedTag(tag: string, changelog: string): void {
  if (tag !== `v${version}`)
    throw new SetupFailure(`The tag is ${tag}, and the version in package.json is ${version}.`);
  const headings = changelog.split("\n").filter((line) => line.startsWith(`## ${version} - `));
  if (!headings.some((line) => /^## \S+ - \d{4}-\d{2}-\d{2}$/.test(line)))
    throw new SetupFailure(`CHANGELOG.md has no heading "## ${version} - " with the day of the release.`);
}
