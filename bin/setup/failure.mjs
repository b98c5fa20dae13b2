/** Set-up cannot continue, for a reason in the message that the person at the terminal can fix. */
export class SetupFailure extends Error {}

/** The meaning of a failed program's output, for the common cases. */
export function explainOutput(output) {
  if (/ENOSPC|no space left on device/i.test(output)) {
    return "The disk is full. Free about 2 GB and try again.";
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ERR_SOCKET_TIMEOUT|network/i.test(output)) {
    return "Can't reach the npm registry. Check your network (or npm's proxy and registry settings) and try again.";
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return "Can't write to this folder. Check who owns it, or clone into a folder you own.";
  }
  return undefined;
}
