// @ts-check
import { allPrograms } from "./reading.mjs";

/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reading.mjs").Word} Word */

/** Files whose name shows that no tool of a project runs them. */
const harmless =
  /^(?:[\w./-]*\/)?[\w.-]+\.(?:log|txt|md|csv|out|pid|diff|tmp|html|png)$|^\/dev\/(?:null|stdout|stderr|tty)$/;

/**
 * Whether a command runs a file that the command itself writes. The order isn't considered: loops
 * and the background change it.
 * @param {Step[]} steps
 * @param {{files: Word[], runsProject: boolean, fetchesFiles: boolean}} ran
 * @returns {boolean}
 */
export function runsWrittenFile(steps, { files, runsProject, fetchesFiles }) {
  const programs = [...allPrograms(steps)];
  const ran = [...files.map(({ value = "" }) => value), ...programs.flatMap(({ name }) => name ?? [])];
  if (fetchesFiles && (files.length > 0 || runsProject)) return true;
  for (const { writes, reads, name = "" } of programs) {
    if (/^(?:mkdir|touch|chmod|chown|chgrp|setfacl|chattr|truncate)$/.test(name)) continue;
    for (const written of writes) {
      if (harmless.test(written.value ?? "")) continue;
      if (runsProject || (written.value === undefined && files.length > 0)) return true;
      // In a folder, a file keeps the name that it was copied from.
      const names = [written, ...(/^(?:cp|mv|ln|install)$/.test(name) ? reads : [])].map(({ value = "" }) =>
        lastPart(value),
      );
      if (ran.some((one) => names.includes(lastPart(one)))) return true;
      if (files.length > 0 && (written.value?.endsWith("/") || written.value?.includes("://"))) return true;
    }
  }
  return false;
}

/** @param {string} path */
function lastPart(path) {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? "";
}
