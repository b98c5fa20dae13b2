// The process. `--dev` serves pages from source, with reload. `check` looks for what is wrong, and serves
// nothing. A misspelled argument must not start the server, which migrates the database.
const [argument, ...others] = process.argv.slice(2);
if (others.length > 0 || ![undefined, "check", "--dev"].includes(argument)) {
  process.stderr.write(
    "Usage: countersign-server           starts the server\n       countersign-server check     looks for what would keep the server from its work\n",
  );
  process.exit(2);
}
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

export {};
