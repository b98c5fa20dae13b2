// The process. `--dev` serves pages from source, with reload. `check` looks for what is wrong, and serves
// nothing.
const isDevelopment = process.argv.includes("--dev");
Object.assign(process.env, { NODE_ENV: isDevelopment ? "development" : "production" });

// On a terminal, warnings only: the set-up link must not drown in request logs.
if (process.stdout.isTTY) process.env.LOG_LEVEL ||= "warn";

if (process.argv[2] === "check") {
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
