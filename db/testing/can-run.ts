import { existsSync } from "node:fs";
import { canReach, serverAccount } from "#db/embedded/account";

/** Whether a program, or a folder of programs, is unpacked here and the servers' account can run it. */
export function canRun(programs: string): boolean {
  const account = serverAccount();
  return existsSync(programs) && (!account || canReach(account, programs));
}
