import { writeFileSync } from "node:fs";
import { contractNames, namesPage } from "./contract-names.ts";
import { measureHouse } from "./figures.ts";

// Prints the weight of the repository: npm run house. With --names, writes docs/names.md instead.
if (process.argv.includes("--names")) writeFileSync(namesPage, await contractNames());
else
  for (const { name, value, most } of measureHouse()) {
    const asked = most === undefined ? "" : `  at most ${most.toLocaleString("en")}`;
    const mark = most !== undefined && value > most ? "over" : "";
    console.log(
      `${value.toLocaleString("en").padStart(9)}  ${name.padEnd(38)}${asked.padEnd(18)}${mark}`.trimEnd(),
    );
  }
