/** Set-up cannot go on, for a reason the person at the terminal can do something about. The message says what. */
export class SetupFailure extends Error {}

/** What a failed program's output means, where it is one of the usual things. */
export function explainOutput(output) {
  if (/ENOSPC|no space left on device/i.test(output)) {
    return "The disk is full: free about 2 GB and start again.";
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ERR_SOCKET_TIMEOUT|network/i.test(output)) {
    return "The npm registry cannot be reached: check the network (or the proxy and registry settings of npm) and start again.";
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return "This folder cannot be written to: check who owns it, or clone into a folder of your own.";
  }
  return undefined;
}
