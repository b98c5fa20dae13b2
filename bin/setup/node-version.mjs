import { SetupFailure } from "./failure.mjs";

const minimum = [20, 19];

/** @throws {SetupFailure} when Node.js is older than `engines` in package.json */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return;
  throw new SetupFailure(
    `Countersign needs Node.js ${minimum.join(".")} or newer. You have ${version}. Install a newer version from https://nodejs.org and try again.`,
  );
}
