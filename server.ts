// The process. `--dev` serves pages from source, with reload. `check` looks for what is wrong, and serves
// nothing. `backup` and `restore` are for the embedded database. A misspelled argument must not start the
// server, which migrates the database.
const [argument, ...others] = process.argv.slice(2);
if (argument === "backup" || argument === "restore" || argument === "after-restore") {
  const { runBackupCommand } = await import("#app/process/backup/command");
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exit((await runBackupCommand([argument, ...others], process.env, print)) ?? refuseArguments());
}
if (others.length > 0 || ![undefined, "check", "--dev"].includes(argument)) refuseArguments();
const isDevelopment = argument === "--dev";
Object.assign(process.env, { NODE_ENV: isDevelopment ? "development" : "production" });

// On a terminal, warnings only: the set-up link must not drown in request logs.
if (process.stdout.isTTY) process.env.LOG_LEVEL ||= "warn";

if (argument === "check") {
  const { checkServer } = await import("#app/process/check/check-server");
  const isFine = await checkServer(process.env, { print: (line) => process.stdout.write(`${line}\n`) });
  process.exit(isFine ? 0 : 1);
}

try {
  // Loaded after NODE_ENV is set: React and Next decide by it while they are being loaded.
  const { run } = await import("#app/process/run");
  await run({ isDevelopment });
  process.exit(0);
} catch (error) {
  const { explainBootFailure } = await import("#app/process/boot-failure");
  process.stderr.write(`\n${explainBootFailure(error)}\n\n`);
  process.exit(1);
}

function refuseArguments(): never {
  process.stderr.write(`Usage: countersign-server                            starts the server
       countersign-server check                      looks for what would keep the server from its work
       countersign-server backup <file>              writes a backup of the embedded database
       countersign-server restore --check <file>     restores a backup elsewhere, and says what is in it
       countersign-server restore <file>             restores a backup into an empty data folder
       countersign-server after-restore              ends what was open in the backup of your own PostgreSQL
`);
  process.exit(2);
}

export {};
