// Loaded once in each of Vitest's workers. They don't end with a main process that was stopped: a
// test under way continued, with the programs that it started and the database server.
process.once("disconnect", () => process.exit(1));
