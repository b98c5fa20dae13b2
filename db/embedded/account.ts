import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { EmbeddedDatabaseError } from "./failure.ts";

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The server's account, if another: PostgreSQL refuses to run as root, so root uses `postgres`. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return findAccount() ?? createAccount();
}

function findAccount(): ServerAccount | undefined {
  const uid = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", "postgres"], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createAccount(): ServerAccount {
  spawnSync("groupadd", ["--system", "postgres"]);
  spawnSync("useradd", [
    ...["--system", "--gid", "postgres", "--no-create-home", "--shell", "/usr/sbin/nologin"],
    "postgres",
  ]);
  const account = findAccount();
  if (!account) {
    throw new EmbeddedDatabaseError(
      "PostgreSQL refuses to run as root and no account 'postgres' could be made: create one, start Countersign as an ordinary user, or set DATABASE_URL.",
    );
  }
  return account;
}

/** Whether `account` may search every folder above `target`. Access lists are ignored. */
export function canReach(account: ServerAccount, target: string): boolean {
  const parent = path.dirname(target);
  const { mode, uid, gid } = statSync(parent);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1 && (parent === target || canReach(account, parent));
}
