import { afterAll } from "vitest";
import { dropTestDatabases } from "./database.ts";
import "./end-with-run.ts";

// Vitest runs this before each test file. Test files share a process, so an open connection would
// stay open to the end of the run; and an `afterAll` inside `beforeAll` does not run.
afterAll(dropTestDatabases);
